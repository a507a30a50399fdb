namespace Orleans.Reco.LoadTests;

/// <summary>Three times what the silo can do, then half of it.</summary>
internal static class Overload
{
    private const double Factor = 3;
    private const double GoodputShare = 0.9;
    private const double ShedLimit = 50;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        var trials = new Trials(target, scenario.Load, "overload, in process");
        var saturation = await trials.SaturateAsync();
        var flooded = await trials.RunAsync(saturation * Factor, Duration);

        // Its own second of warm-up passes first: what is counted are the two seconds after it.
        var after = await trials.RunAsync(saturation * Scenario.Half, Recovery);
        scenario.Report.Add(new Figure(
            "Full answers at 3 × saturation ÷ saturation",
            flooded.Ok / saturation,
            "",
            $"≥ {GoodputShare}",
            flooded.Ok >= GoodputShare * saturation,
            flooded.ToString()));
        var shed = flooded.Latencies.Where(l => l.Key is "recommend degraded" or "recommend refused").Select(l => l.Value.P99).DefaultIfEmpty(0).Max();
        scenario.Report.Add(new Figure("Shed at 3 × saturation, p99", shed, "ms", $"≤ {ShedLimit}", shed <= ShedLimit));
        scenario.Report.Add(new Figure(
            "p99 in the second and third second after the flood, at half of saturation", after.P99, "ms", Detail: after.ToString()));
        scenario.Report.Runs[trials.Name] = trials.Results;
    }
}
