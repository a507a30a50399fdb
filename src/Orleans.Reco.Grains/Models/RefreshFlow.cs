using System.Globalization;
using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>
/// The way of a refresh, one step at a time, without Orleans. A step does its work, which may be repeated, and gives the status that is
/// to be written; what silos serve follows from what was written, never from what a step has done.
/// </summary>
internal sealed class RefreshFlow(IRefreshWork work, RefreshOptions options, TimeProvider time)
{
    /// <summary>Takes the refresh under way a step further.</summary>
    public Task<ModelStatus> Step(ModelStatus status)
    {
        var current = status.Current!;
        var now = time.GetUtcNow();
        if (current.Canary is { } canary)
        {
            return now - canary.StartedAt > options.Canary.MaxDuration + options.Canary.Attribution + options.Timeout
                ? Task.FromResult(status.RollBack("canary", "The canary could not be measured in its time", now))
                : Watch(status, current, canary);
        }

        return now - current.StartedAt > options.Timeout
            ? Task.FromResult(status.Fail("coordinator", $"The refresh took longer than {options.Timeout}", now))
            : Advance(status, current);
    }

    private Task<ModelStatus> Advance(ModelStatus status, RefreshInfo current) => current.Stage switch
    {
        RefreshStage.Planned => Prepare(status),
        RefreshStage.Preparing or RefreshStage.Training or RefreshStage.Evaluating => Train(status, current),
        RefreshStage.Gated => Publish(status, current),
        RefreshStage.Published => Task.FromResult(status.Enter(RefreshStage.Staging, "Silos load the model", time.GetUtcNow())),
        RefreshStage.Staging => Stage(status, current),
        _ => throw new InvalidOperationException($"A refresh does not go on from {current.Stage}."),
    };

    private async Task<ModelStatus> Prepare(ModelStatus status)
    {
        await work.SealEventLog();
        return status.Enter(RefreshStage.Preparing, "Reading the event log", time.GetUtcNow());
    }

    private async Task<ModelStatus> Train(ModelStatus status, RefreshInfo current)
    {
        var report = await work.Train(new TrainingPlan(
            current.RefreshId, current.Parent, current.Kind, current.Kind == RefreshKind.Registered ? current.Version : null));
        var now = time.GetUtcNow();
        return report.Stage switch
        {
            RefreshStage.Failed => status.Fail("trainer", report.Message, now),
            RefreshStage.Published => Gate(status, report, now),
            var stage when stage == current.Stage => status with
            {
                Current = current with { Progress = report.Progress, Message = report.Message },
            },
            var stage => status.Enter(stage, report.Message, now),
        };
    }

    private ModelStatus Gate(ModelStatus status, TrainingReport report, DateTimeOffset now)
    {
        var checks = RefreshGate.Check(report.Metrics, options.Gate);
        var measured = status with
        {
            Current = status.Current! with { Version = report.Version, Metrics = report.Metrics, Checks = checks },
        };
        return RefreshGate.Refusal(checks) is { } refusal
            ? measured.Fail("gate", refusal, now)
            : measured.Enter(RefreshStage.Gated, RefreshGate.Summary(checks), now);
    }

    private async Task<ModelStatus> Publish(ModelStatus status, RefreshInfo current)
    {
        await work.Verify(current.Version!);
        await work.Retain([.. new[] { current.Version, status.ActiveVersion, status.PreviousVersion }.OfType<string>()]);
        return status.Enter(RefreshStage.Published, $"Bundle {current.Version} is in the store", time.GetUtcNow());
    }

    private async Task<ModelStatus> Stage(ModelStatus status, RefreshInfo current)
    {
        var reports = await work.Stage(current.Version!);
        var now = time.GetUtcNow();
        if (reports.FirstOrDefault(report => report.Fault is not null) is { Fault: var fault })
        {
            return status.Fail("gate", $"Bundle {current.Version} cannot be served: {fault}", now);
        }

        var ready = reports.Count(report => report.Ready);
        if (ready < reports.Count)
        {
            return status with { Current = current with { Progress = (double)ready / reports.Count, Message = $"{ready} of {reports.Count} silos are ready" } };
        }

        var latency = RefreshGate.CheckLatency(
            reports.Where(r => r is { CandidateLatency: not null, ParentLatency: not null })
                .Select(r => (r.CandidateLatency!.Value, r.ParentLatency!.Value)),
            options.Gate);
        var staged = status with { Current = current with { Checks = [.. current.Checks, .. latency], Progress = 1 } };
        if (RefreshGate.Refusal(latency) is { } refusal)
        {
            return staged.Fail("gate", refusal, now);
        }

        // Without a version in service there is nothing to compare with, and nothing to lose.
        return status.ActiveVersion is { } active && active != current.Version && options.Canary.Share > 0
            ? staged.Enter(RefreshStage.Canary, FormattableString.Invariant($"Serving {options.Canary.Share:P0} of the users"), now, refresh => refresh with
            {
                Canary = CanaryTest.Begin(current.Version!, active, now, options.Canary),
            })
            : staged.Complete("In service", now);
    }

    private async Task<ModelStatus> Watch(ModelStatus status, RefreshInfo current, CanaryStatus canary)
    {
        var now = time.GetUtcNow();
        var to = CanaryTest.RipeTo(now, options.Canary);
        if (to > canary.Through)
        {
            var counts = await work.CollectCanary(current.RefreshId, canary.Through, to);
            foreach (var look in counts.GroupBy(count => count.Slot).OrderBy(look => look.Key))
            {
                canary = canary.Add(Sum(look.Where(count => !count.IsCanary)), Sum(look.Where(count => count.IsCanary)));
            }

            canary = canary with { Through = to };
        }

        canary = canary with { Verdict = canary.Judge(options.Canary, now) };
        var watched = status with { Current = current with { Canary = canary, Progress = Progress(canary, now) } };
        return canary.Verdict switch
        {
            CanaryVerdict.Promote => watched.Complete("In service: the canary showed no loss", now),
            CanaryVerdict.RollBack => watched.RollBack("canary", Loss(canary.WorstMetric(options.Canary)!), now),
            _ => watched,
        };
    }

    private double Progress(CanaryStatus canary, DateTimeOffset now) =>
        Math.Clamp((now - canary.StartedAt) / (options.Canary.Duration + options.Canary.Attribution), 0, 1);

    private static CanaryBlock Sum(IEnumerable<CanaryCount> counts)
    {
        var sum = CanaryBlock.Empty;
        foreach (var count in counts)
        {
            sum = new CanaryBlock(sum.Users + count.Users, [.. sum.Successes.Zip(count.Successes, (a, b) => a + b)]);
        }

        return sum;
    }

    private static string Loss(CanaryMetric metric) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rolled back: {metric.Name} of the canary is {metric.CanaryRate:P2} of {metric.CanaryUsers:N0} users, of the model in service {metric.ControlRate:P2} of {metric.ControlUsers:N0} (e-value {metric.Evidence:G3})");
}
