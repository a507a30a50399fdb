namespace Orleans.Reco.LoadTests;

/// <summary>The grain client against the floors: saturation, latency at half of it, reading one's own writes.</summary>
internal static class InProcess
{
    private const double HalfLimit = 10;
    private const double ReadLimit = 20;
    private const double FloorShare = 0.8;
    private const int WarmCallers = 64;
    private static readonly TimeSpan FloorTime = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        await using var silo = await RecoSilo.StartAsync(store, scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        using var stages = new StageTimings();
        await ClosedLoop.OverAllAsync(WarmCallers, scenario.Load.Users, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(user)));

        var trials = new Trials(target, scenario.Load, "in process");
        var saturation = await trials.SaturateAsync();
        _ = stages.Take();
        var full = await trials.RunAsync(saturation, TimeSpan.FromSeconds(10));
        var batches = stages.Take();
        scenario.Report.Stages["at saturation"] = batches;
        scenario.Report.Add(new Figure("Requests in process at saturation", saturation, "requests/s", Detail: full.ToString()));
        scenario.Report.Add(new Figure("Allocated for a request of the mix", full.Usage.AllocatedBytes / 1024, "KB", Detail: "with the generator's part"));

        await FloorsAsync(scenario, store, silo, saturation, full.Recommended, (int)Math.Round(batches.BatchSize));

        var half = await Scenario.LongRunAsync(trials, saturation * Scenario.Half);
        scenario.Report.Stages["at half of saturation"] = stages.Take();
        scenario.Report.Add(new Figure(
            "p99 at half of saturation, in process", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, target, saturation * Scenario.Half, "in process", ReadLimit);
        scenario.Report.Runs["in process"] = trials.Results;
    }

    private static async Task FloorsAsync(
        Scenario scenario, string store, RecoSilo silo, double saturation, double recommended, int batch)
    {
        using var pipeline = new RawPipeline(ReferenceStore.BundleFolder(store), scenario.Load);
        var raw = await pipeline.MeasureAsync(Math.Max(1, batch), Environment.ProcessorCount, FloorTime);
        using var equal = new RawPipeline(ReferenceStore.BundleFolder(store), scenario.Load, asTheSilo: true);
        var ranked = await equal.MeasureAllAsync(raw.Batch, Environment.ProcessorCount, FloorTime);
        var bare = await BareCalls.MeasureAsync(silo.Grains, scenario.Load, FloorTime);
        scenario.Report.Add(new Figure("Floor: encoder step alone", raw.Step, "users/s", Detail: $"batches of {raw.Batch}"));
        scenario.Report.Add(new Figure("Floor: retrieval alone", raw.Retrieve, "users/s"));
        scenario.Report.Add(new Figure("Floor: ranker graph alone", raw.Rank, "users/s"));
        scenario.Report.Add(new Figure("Floor: raw pipeline", raw.All, "users/s", Detail: "step, retrieval, ranker; a loop on each core"));
        scenario.Report.Add(new Figure(
            "Floor: raw pipeline as the silo does it", ranked, "users/s", Detail: $"{scenario.Load.Ranked} items, ranked user by user"));
        scenario.Report.Add(new Figure("Floor: two bare grain calls", bare, "requests/s", Detail: "messages of a recommendation"));
        var share = saturation / raw.All;
        scenario.Report.Add(new Figure(
            "Requests in process at saturation ÷ raw pipeline",
            share,
            "",
            $"≥ {FloorShare}",
            share >= FloorShare,
            $"recommendations alone ÷ raw pipeline: {recommended / raw.All:F2}; requests ÷ the one as the silo does it: {saturation / ranked:F2}"));
    }
}
