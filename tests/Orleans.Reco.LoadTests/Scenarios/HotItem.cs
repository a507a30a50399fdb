namespace Orleans.Reco.LoadTests;

/// <summary>What it costs when half of all events name one item. Closed-loop callers in turns, so that both see the same machine.</summary>
internal static class HotItem
{
    private const double HotShare = 0.5;
    private const double RestShare = 0.9;
    private const int Turns = 4;

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        var calm = new Trials(target, scenario.Load, "items as drawn");
        var hot = new Trials(target, scenario.Load with { HotItemShare = HotShare }, "half of the events on one item");
        _ = await calm.WarmUpAsync();
        var (calmly, hotly) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            calmly.Add(await calm.ProbeAsync());
            hotly.Add(await hot.ProbeAsync());
        }

        var ratio = hotly.Average() / calmly.Average();
        scenario.Report.Add(new Figure(
            "Requests/s with half of the events on one item ÷ without",
            ratio,
            "",
            $"≥ {RestShare}",
            ratio >= RestShare,
            $"full answers in a closed loop, {Turns} turns each: {string.Join(", ", hotly.Select(rate => $"{rate:F0}"))} "
            + $"against {string.Join(", ", calmly.Select(rate => $"{rate:F0}"))} requests/s"));
    }
}
