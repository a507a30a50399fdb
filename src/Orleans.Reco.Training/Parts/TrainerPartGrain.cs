using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;
using Orleans.Reco.Learning;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Training;

/// <summary>
/// A part of a training. It keeps nothing that cannot be had again: where its silo is lost, another part of the same key reads the share
/// anew and does the round again from the round's weights, with the same result.
/// </summary>
[GrainType("reco-trainer-part")]
[RequireRole(RecoRoles.Training)]
[RandomPlacement]
[Reentrant]
internal sealed partial class TrainerPartGrain(
    IEventLogReader events,
    InteractionTypes types,
    IOptions<TrainerOptions> options,
    TimeProvider time,
    ILogger<TrainerPartGrain> logger) : Grain, ITrainerPartGrain
{
    /// <summary>A call answers within this time, well below the runtime's 30 seconds.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>A part that no lead asks for any more goes away after this time.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly PartContents _contents = new();
    private volatile Prepared? _prepared;
    private PartWork? _work;

    private sealed record Prepared(string PlanId, PartTrainer Trainer);

    public Task Upload(PartChunk chunk)
    {
        _contents.Add(chunk);
        return Task.CompletedTask;
    }

    public async Task<PartReport> Prepare(PartShare share)
    {
        DelayDeactivation(Idle);
        if (_prepared?.PlanId == share.PlanId)
        {
            return ToReport(_prepared.Trainer.Info);
        }

        if (_work?.Id != share.PlanId)
        {
            if (_contents.TryGet(PartSlots.Plan, share.PlanId) is not { } plan)
            {
                return new PartReport { Stage = PartStage.NeedsContent, Message = PartSlots.Plan };
            }

            var tenant = RecoKey.Parse(this.GetPrimaryKeyString()).Tenant;
            Start(share.PlanId, (_, cancellation) =>
            {
                _prepared?.Trainer.Dispose();
                _prepared = null;
                _prepared = new Prepared(share.PlanId, ReadShare(tenant, PartPlan.FromBytes(plan), share, cancellation));
                return (ToReport(_prepared.Trainer.Info), []);
            });
        }

        return await Told();
    }

    public async Task<PartReport> StepAls(PartAlsStep step)
    {
        if (_work is { Task.IsCompleted: false } before && before.Id != step.WorkId)
        {
            // Of a lead that is gone. What has become of the users' vectors is known when it has ended.
            before.Dispose();
            await Task.WhenAny(before.Task, Task.Delay(Poll, time));
            return new PartReport { Stage = PartStage.Running };
        }

        // A part that is new here has every iteration to go through, others the last one or none.
        var done = _prepared?.Trainer.Als.Done(step.Items) ?? 0;
        return await Work(step.WorkId, step.PlanId, step.ContentsAfter(done), (trainer, contents, _, cancellation) =>
        {
            var started = time.GetTimestamp();
            for (var i = done; i < step.Items.Length; i++)
            {
                trainer.Als.SolveUsers(i, step.Items[i], contents[i - done], cancellation);
            }

            var answer = step.Directions is null
                ? trainer.Als.Begin(contents[^1], cancellation)
                : trainer.Als.Multiply(contents[^1], cancellation);
            return (ToReport(started), ContentBytes.Of(answer).ToArray());
        });
    }

    public Task<PartReport> Run(PartRound round) => Work(round.WorkId, round.PlanId, [(PartSlots.State, round.StateId)], (trainer, contents, stop, cancellation) =>
    {
        var result = trainer.Run(round.ToRound(), contents[0], stop, cancellation);
        return (new PartReport
        {
            Stage = PartStage.Done,
            Samples = result.Samples,
            Steps = result.Steps,
            LossSum = result.LossSum,
            Seconds = result.Seconds,
        }, ContentBytes.Of(result.State).ToArray());
    });

    public Task<PartReport> Rank(PartRankingCall call) => Work(call.WorkId, call.PlanId, [(PartSlots.Weights, call.WeightsId)], (trainer, contents, _, cancellation) =>
    {
        var started = time.GetTimestamp();
        var ranking = new PartRanking
        {
            From = call.From,
            Candidates = [.. call.Candidates.Span.ToArray().Select(flag => flag != 0)],
            PriorWeight = call.PriorWeight,
            Popularity = call.Popularity.Memory,
            Weights = contents[0],
        };
        return (ToReport(started), RankedLists.ToBytes(trainer.Rank(ranking, call.Users, cancellation)));
    });

    public async Task<Packed<byte>> Download(string workId, int index)
    {
        var work = _work;
        if (work?.Id != workId || !work.Task.IsCompleted)
        {
            // The part was lost between two pieces.
            throw new TimeoutException($"The result of {workId} is no longer here.");
        }

        return ContentBytes.Chunk((await work.Task).Result, index);
    }

    public Task Stop(string workId)
    {
        if (_work?.Id == workId)
        {
            _work.Stop();
        }

        return Task.CompletedTask;
    }

    public Task Release()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_work is { } work)
        {
            work.Dispose();
            await work.Task;
        }

        _prepared?.Trainer.Dispose();
    }

    private async Task<PartReport> Work(
        string id,
        string planId,
        IReadOnlyList<(string Slot, string ContentId)> needed,
        Func<PartTrainer, IReadOnlyList<float[]>, Func<bool>, CancellationToken, (PartReport Report, byte[] Result)> run)
    {
        DelayDeactivation(Idle);
        if (_work?.Id != id)
        {
            if (_prepared is not { } prepared || prepared.PlanId != planId)
            {
                return new PartReport { Stage = PartStage.Unprepared };
            }

            if (needed.FirstOrDefault(content => !_contents.Has(content.Slot, content.ContentId)) is { Slot: { } missing })
            {
                return new PartReport { Stage = PartStage.NeedsContent, Message = missing };
            }

            float[][] contents = [.. needed.Select(content => ContentBytes.ToFloats(_contents.TryTake(content.Slot, content.ContentId)!))];
            Start(id, (stop, cancellation) =>
            {
                var (report, result) = run(prepared.Trainer, contents, stop, cancellation);
                return (report with { Chunks = ContentBytes.Count(result.Length) }, result);
            });
        }

        return await Told();
    }

    /// <summary>Begins something else; what was under way is of a lead that is gone.</summary>
    private void Start(string id, Func<Func<bool>, CancellationToken, (PartReport Report, byte[] Result)> run)
    {
        var before = _work;
        before?.Dispose();
        _work = PartWork.Start(id, options.Value.StandsBack, (stop, cancellation) =>
        {
            _ = before?.Task.GetAwaiter().GetResult();
            return run(stop, cancellation);
        });
    }

    private async Task<PartReport> Told()
    {
        var work = _work!.Task;
        await Task.WhenAny(work, Task.Delay(Poll, time));
        if (!work.IsCompleted)
        {
            return new PartReport { Stage = PartStage.Running };
        }

        var report = (await work).Report;
        if (report.Stage == PartStage.Failed)
        {
            // Asked for again, it is tried again.
            _work = null;
            LogFailed(logger, this.GetPrimaryKeyString(), report.Message);
        }

        return report;
    }

    private PartTrainer ReadShare(string tenant, PartPlan plan, PartShare share, CancellationToken cancellationToken)
    {
        var files = SegmentList.ResolveAsync(events, tenant, share.From, share.Segments, cancellationToken).GetAwaiter().GetResult();
        var users = new UserPartition(share.Index, share.Count);
        var folder = Directory.CreateTempSubdirectory("reco-part-").FullName;
        try
        {
            var import = new ImportOptions
            {
                Files = files,
                Output = folder,
                Preset = ImportPreset.EventLog,
                ReceivedFrom = share.Since,
                Users = users,
            };
            _ = DatasetImporter.ImportAsync(import, cancellationToken).GetAwaiter().GetResult();
            return new PartTrainer(folder, plan, users, types, time, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private PartReport ToReport(long started) =>
        new() { Stage = PartStage.Done, Seconds = time.GetElapsedTime(started).TotalSeconds };

    private static PartReport ToReport(PartInfo info) =>
        new() { Stage = PartStage.Done, Info = [info.Users, info.Events, info.FitSteps, info.RefitSteps] };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Part {Part} of a training failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string part, string reason);
}
