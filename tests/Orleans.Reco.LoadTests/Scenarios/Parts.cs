namespace Orleans.Reco.LoadTests;

/// <summary>
/// Recommendations alone, then events alone, by closed-loop callers: processor time, allocations by type and stages of each. For finding
/// what to do next; run it under a profiler.
/// </summary>
internal static class Parts
{
    private const int Callers = 64;
    private const int TypesShown = 14;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        using var stages = new StageTimings();
        var users = new ZipfSampler(scenario.Load.Users, scenario.Load.UserSkew);
        var items = new ZipfSampler(scenario.Load.Items, scenario.Load.ItemSkew);
        await MeasureAsync(scenario, "recommendations alone", random => target.RecommendAsync(users.Next(random)));
        scenario.Report.Stages["recommendations alone"] = stages.Take();
        await MeasureAsync(scenario, "events alone", random => target.TrackAsync(
            new LoadOperation(OperationKind.Track, users.Next(random), items.Next(random), Workload.NextType(random))));
    }

    private static async Task MeasureAsync(Scenario scenario, string what, Func<Random, Task> send)
    {
        _ = await ClosedLoop.RunAsync(Callers, WarmUp, send);
        var before = ProcessUsage.Now();
        using var allocations = new AllocationSampler();
        var rate = await ClosedLoop.RunAsync(Callers, Duration, send);
        var usage = ProcessUsage.Now().Since(before, rate * Duration.TotalSeconds);
        scenario.Report.Add(new Figure(
            $"Closed loop, {what}",
            rate,
            "requests/s",
            Detail: $"{usage.Cores:F2} cores, {usage.ProcessorMicroseconds:F0} µs and {usage.AllocatedBytes / 1024:F1} KB a request, of which "
                + string.Join(", ", allocations.Top(TypesShown).Select(type => $"{type.Share:P0} {type.Type}"))));
    }
}
