using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>Runs a target at rates, remembers what came of it, and finds saturation.</summary>
internal sealed class Trials(
    ILoadTarget target, ReferenceLoad load, string name, Action<OperationKind, Outcome, long, TimeSpan>? observe = null)
{
    /// <summary>Beyond this 99th percentile a target does not keep up, whatever its throughput.</summary>
    public const double LatencyLimit = 100;

    private const int ProbeCallers = 192;
    private const int MaxProbes = 10;
    private const double Growth = 1.05;
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(4);

    private readonly List<LoadResult> _results = [];
    private int _seed;

    public string Name => name;

    /// <summary>All runs so far.</summary>
    public IReadOnlyList<LoadResult> Results => _results;

    /// <summary>Full answers a second to closed-loop callers.</summary>
    public async Task<double> ProbeAsync()
    {
        var workload = new Workload(load, seed: 0);
        var full = 0;
        var began = Stopwatch.GetTimestamp();
        _ = await ClosedLoop.RunAsync(ProbeCallers, ProbeTime, async random =>
        {
            if (await IsFullAsync(workload))
            {
                _ = Interlocked.Increment(ref full);
            }
        });
        return full / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Probes until that is no longer faster than before: compilation and tables take a minute to come up to speed.</summary>
    public async Task<double> WarmUpAsync()
    {
        var best = await ProbeAsync();
        for (var probes = 1; probes < MaxProbes; probes++)
        {
            var next = await ProbeAsync();
            Console.WriteLine($"  {name}: closed loop {next:F0}/s");
            if (next < best * Growth)
            {
                return Math.Max(best, next);
            }

            best = next;
        }

        return best;
    }

    /// <summary>One run.</summary>
    public async Task<LoadResult> RunAsync(double rate, TimeSpan? duration = null)
    {
        var result = await new OpenLoop(target, load, observe).RunAsync(rate, WarmUp, duration ?? TrialTime, ++_seed);
        Console.WriteLine($"  {name}: {result}");
        _results.Add(result);
        return result;
    }

    /// <summary>A trial at the ratio of a staircase to another rate.</summary>
    /// <returns>The rate of the trial.</returns>
    public async Task<double> StepAsync(Staircase stairs, double other)
    {
        var rate = stairs.Ratio * other;
        stairs.Record((await RunAsync(rate)).KeptUp(LatencyLimit));
        return rate;
    }

    /// <summary>The highest rate that the target keeps up with.</summary>
    public async Task<double> SaturateAsync()
    {
        var probed = await WarmUpAsync();
        return await new SaturationSearch(async rate =>
        {
            var result = await RunAsync(rate);
            return result.P99 <= LatencyLimit && result.Unanswered == 0 ? result.Ok / result.Offered : 0;
        }).FindAsync(probed * 0.9);
    }

    private async Task<bool> IsFullAsync(Workload workload)
    {
        LoadOperation operation;
        lock (workload)
        {
            operation = workload.Next();
        }

        return operation.Kind == OperationKind.Recommend
            ? await target.RecommendAsync(operation.User) == Outcome.Ok
            : await target.TrackAsync(operation) is not null;
    }
}
