namespace Orleans.Reco.LoadTests;

/// <summary>Runs a target at rates, remembers what came of it, and finds saturation.</summary>
internal sealed class Trials(ILoadTarget target, ReferenceLoad load, string name)
{
    /// <summary>Beyond this 99th percentile a target does not keep up, whatever its throughput.</summary>
    public const double LatencyLimit = 100;

    private const int ProbeCallers = 192;
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(4);

    private readonly List<LoadResult> _results = [];
    private int _seed;

    public string Name => name;

    /// <summary>All runs so far.</summary>
    public IReadOnlyList<LoadResult> Results => _results;

    /// <summary>Warms up with closed-loop callers and returns what they reached.</summary>
    public Task<double> ProbeAsync() => ClosedLoop.RunAsync(ProbeCallers, ProbeTime, Probe(new Workload(load, seed: 0)));

    /// <summary>One run.</summary>
    public async Task<LoadResult> RunAsync(double rate, TimeSpan? duration = null)
    {
        var result = await new OpenLoop(target, load).RunAsync(rate, WarmUp, duration ?? TrialTime, ++_seed);
        Console.WriteLine($"  {name}: {result}");
        _results.Add(result);
        return result;
    }

    /// <summary>The highest rate that the target keeps up with.</summary>
    public async Task<double> SaturateAsync()
    {
        var probed = await ProbeAsync();
        Console.WriteLine($"  {name}: closed loop {probed:F0}/s");
        return await new SaturationSearch(async rate =>
        {
            var result = await RunAsync(rate);
            return result.P99 <= LatencyLimit && result.Unanswered == 0 ? result.Ok / result.Offered : 0;
        }).FindAsync(probed * 0.9);
    }

    private Func<Random, Task> Probe(Workload workload) => async _ =>
    {
        LoadOperation operation;
        lock (workload)
        {
            operation = workload.Next();
        }

        await (operation.Kind == OperationKind.Recommend ? target.RecommendAsync(operation.User) : (Task)target.TrackAsync(operation));
    };
}
