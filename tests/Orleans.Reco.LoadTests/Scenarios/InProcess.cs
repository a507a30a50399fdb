namespace Orleans.Reco.LoadTests;

/// <summary>The grain client against the floors: saturation, latency at half of it, reading one's own writes.</summary>
internal static class InProcess
{
    private const double HalfLimit = 10;
    private const double ReadLimit = 20;
    private const double FloorShare = 0.8;
    private const int WarmCallers = 64;
    private static readonly TimeSpan FloorTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        await using var silo = await RecoSilo.StartAsync(store, scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        using var stages = new StageTimings();
        await ClosedLoop.OverAllAsync(WarmCallers, scenario.Load.Users, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(user)));

        var trials = new Trials(target, scenario.Load, "in process");
        var saturation = await SaturateAsync(scenario, store, silo, trials, stages);
        var half = await Scenario.LongRunAsync(trials, saturation * Scenario.Half);
        scenario.Report.Stages["at half of saturation"] = stages.Take();
        scenario.Report.Add(new Figure(
            "p99 at half of saturation, in process", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, target, saturation * Scenario.Half, "in process", ReadLimit);
        scenario.Report.Runs["in process"] = trials.Results;
    }

    /// <summary>Saturation and the raw pipeline in turns: a search takes minutes, in which the machine's speed changes.</summary>
    private static async Task<double> SaturateAsync(Scenario scenario, string store, RecoSilo silo, Trials trials, StageTimings stages)
    {
        var bundle = ReferenceStore.BundleFolder(store);
        using var pipeline = new RawPipeline(bundle, scenario.Load);
        using var equal = new RawPipeline(bundle, scenario.Load, asTheSilo: true);
        var (rates, asTheSilo) = (new RatesInTurns(), new RatesInTurns());
        var likely = await trials.WarmUpAsync() * Scenario.LikelySaturation;
        var batch = stages.Take().WholeBatch;
        var stairs = new Staircase(likely / await pipeline.MeasureAllAsync(batch, Environment.ProcessorCount, TurnTime));
        for (var turn = 0; turn < Scenario.SearchTurns;)
        {
            var raw = await pipeline.MeasureAllAsync(batch, Environment.ProcessorCount, TurnTime);
            _ = stages.Take();
            var rate = await trials.StepAsync(stairs, raw);
            batch = stages.Take().WholeBatch;
            if (stairs.HasArrived)
            {
                rates.Add(rate, raw);
                asTheSilo.Add(rate, await equal.MeasureAllAsync(batch, Environment.ProcessorCount, TurnTime));
                turn++;
            }
        }

        var full = await trials.RunAsync(rates.Ours, TimeSpan.FromSeconds(10));
        scenario.Report.Stages["at saturation"] = stages.Take();
        scenario.Report.Add(new Figure("Requests in process at saturation", rates.Ours, "requests/s", Detail: full.ToString()));
        scenario.Report.Add(new Figure("Allocated for a request of the mix", full.Usage.AllocatedBytes / 1024, "KB", Detail: "with the generator's part"));
        scenario.Report.Add(new Figure("Floor: raw pipeline", rates.Theirs, "users/s", Detail: "step, retrieval, ranker; a loop on each core"));
        scenario.Report.Add(new Figure(
            "Floor: raw pipeline as the silo does it", asTheSilo.Theirs, "users/s", Detail: $"{scenario.Load.Ranked} items, ranked user by user"));
        scenario.Report.Add(rates.ToFigure(
            "Requests in process at saturation ÷ raw pipeline", FloorShare, $"÷ the one as the silo does it: {asTheSilo.Ratio:F2}; {rates}"));
        await PartsAsync(scenario, pipeline, silo, batch);
        return rates.Ours;
    }

    private static async Task PartsAsync(Scenario scenario, RawPipeline pipeline, RecoSilo silo, int batch)
    {
        var raw = await pipeline.MeasureAsync(batch, Environment.ProcessorCount, FloorTime);
        var bare = await BareCalls.MeasureAsync(silo.Grains, scenario.Load, FloorTime);
        scenario.Report.Add(new Figure("Floor: encoder step alone", raw.Step, "users/s", Detail: $"batches of {raw.Batch}"));
        scenario.Report.Add(new Figure("Floor: retrieval alone", raw.Retrieve, "users/s"));
        scenario.Report.Add(new Figure("Floor: ranker graph alone", raw.Rank, "users/s"));
        scenario.Report.Add(new Figure("Floor: two bare grain calls", bare, "requests/s", Detail: "messages of a recommendation"));
    }
}
