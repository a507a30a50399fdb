namespace Orleans.Reco.LoadTests;

/// <summary>Some runs at one rate.</summary>
internal static class Steady
{
    private const int WarmCallers = 64;
    private const int TypesShown = 25;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>The same of the host, in a process of its own; says when the slowest answers were due.</summary>
    public static async Task OverHttpAsync(Scenario scenario)
    {
        await using var host = await ChildService.StartHostAsync(await scenario.StoreAsync(), scenario.More);
        await using var target = new HttpTarget(host.Address, scenario.Load.Returned);
        var slow = new SlowMoments();
        var trials = new Trials(target, scenario.Load, "steady, HTTP", slow.Observe);
        _ = await trials.WarmUpAsync();
        host.KeepCode();
        for (var run = 0; run < scenario.Runs; run++)
        {
            slow.Clear();
            var before = host.Processor;
            var result = await trials.RunAsync(scenario.Rate, Duration);
            var used = (host.Processor - before).TotalMicroseconds / (scenario.Rate * 11);
            scenario.Report.Add(new Figure($"p99 of run {run + 1}", result.P99, "ms", Detail: $"host {used:F0} µs a request; {slow}"));
        }

        scenario.Report.Runs[trials.Name] = trials.Results;
    }

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        using var stages = new StageTimings();
        var slow = new SlowMoments();
        var trials = new Trials(target, scenario.Load, "steady, in process", slow.Observe);
        await ClosedLoop.OverAllAsync(WarmCallers, scenario.Load.Users, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(user)));
        _ = await trials.ProbeAsync();
        _ = stages.Take();
        for (var run = 0; run < scenario.Runs; run++)
        {
            using var allocations = new AllocationSampler();
            using var collections = new CollectionSampler();
            slow.Clear();
            var result = await trials.RunAsync(scenario.Rate, Duration);
            var summary = stages.Take();
            scenario.Report.Stages[$"run {run + 1}"] = summary;
            scenario.Report.Add(new Figure(
                $"p99 of run {run + 1}",
                result.P99,
                "ms",
                Detail: $"{summary.BatchSize:F1} queries a batch, waited {summary.QueueWait:F2} ms; ms a query: "
                    + string.Join(", ", summary.Milliseconds.Select(stage => $"{stage.Key} {stage.Value:F3}"))
                    + $"; {slow}; {collections}; allocated: {string.Join(", ", allocations.Top(TypesShown).Select(type => $"{type.Share:P0} {type.Type}"))}"));
        }

        scenario.Report.Runs[trials.Name] = trials.Results;
    }
}
