namespace Orleans.Reco.LoadTests;

/// <summary>
/// The silo and the raw pipeline in turns of some seconds, as <see cref="InProcess"/>, but with a closed loop of many callers for saturation, and
/// half of it for half: what it can do at most, whatever the latency.
/// </summary>
internal static class InTurns
{
    private const int Turns = 8;
    private const double FloorShare = 0.8;
    private const double HalfLimit = 10;
    private const double ReadLimit = 20;
    private const int WarmCallers = 64;
    private static readonly TimeSpan FloorTime = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        await using var silo = await RecoSilo.StartAsync(store, scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        using var stages = new StageTimings();
        await ClosedLoop.OverAllAsync(WarmCallers, scenario.Load.Users, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(user)));
        var trials = new Trials(target, scenario.Load, "in turns, in process");
        _ = await trials.WarmUpAsync();
        _ = stages.Take();
        var (rates, asTheSilo) = await MeasureAsync(scenario, store, trials, stages);
        scenario.Report.Add(new Figure("Requests in process, closed loop", rates.Ours, "requests/s"));
        scenario.Report.Add(new Figure("Floor: raw pipeline, in turns", rates.Theirs, "users/s"));
        scenario.Report.Add(new Figure("Floor: raw pipeline as the silo does it, in turns", asTheSilo.Theirs, "users/s"));
        scenario.Report.Add(rates.ToFigure(
            "Requests in process, closed loop ÷ raw pipeline, in turns",
            FloorShare,
            $"÷ the one as the silo does it: {asTheSilo.Ratio:F2}; {rates}"));
        var rate = rates.Ours;
        var half = await Scenario.LongRunAsync(trials, rate * Scenario.Half);
        scenario.Report.Stages["at half of the closed loop"] = stages.Take();
        scenario.Report.Add(new Figure(
            "p99 at half of the closed loop, in process", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, target, rate * Scenario.Half, "in process", ReadLimit);
        scenario.Report.Runs[trials.Name] = trials.Results;
    }

    private static async Task<(RatesInTurns Rates, RatesInTurns AsTheSilo)> MeasureAsync(
        Scenario scenario, string store, Trials trials, StageTimings stages)
    {
        var bundle = ReferenceStore.BundleFolder(store);
        using var raw = new RawPipeline(bundle, scenario.Load);
        using var equal = new RawPipeline(bundle, scenario.Load, asTheSilo: true);
        var (rates, asTheSilo) = (new RatesInTurns(), new RatesInTurns());
        for (var turn = 0; turn < Turns; turn++)
        {
            var rate = await trials.ProbeAsync();
            var batches = stages.Take();
            scenario.Report.Stages[$"closed loop, turn {turn + 1}"] = batches;
            rates.Add(rate, await raw.MeasureAllAsync(batches.WholeBatch, Environment.ProcessorCount, FloorTime));
            asTheSilo.Add(rate, await equal.MeasureAllAsync(batches.WholeBatch, Environment.ProcessorCount, FloorTime));
        }

        return (rates, asTheSilo);
    }
}
