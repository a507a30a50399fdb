namespace Orleans.Reco.LoadTests;

/// <summary>
/// The silo and the raw pipeline in turns of some seconds, on a machine whose speed changes from minute to minute: a search for saturation
/// takes minutes, and then compares two different machines. A closed loop with many callers stands for saturation; half of it for half.
/// </summary>
internal static class InTurns
{
    private const int Turns = 5;
    private const double FloorShare = 0.8;
    private const double HalfLimit = 10;
    private const double ReadLimit = 20;
    private const int WarmCallers = 64;
    private static readonly TimeSpan FloorTime = TimeSpan.FromSeconds(4);

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
        var (requests, raw, equal) = await MeasureAsync(scenario, store, trials, stages);
        var rate = requests.Average();
        var share = rate / raw.Average();
        scenario.Report.Add(new Figure("Requests in process, closed loop", rate, "requests/s", Detail: List(requests)));
        scenario.Report.Add(new Figure("Floor: raw pipeline, in turns", raw.Average(), "users/s", Detail: List(raw)));
        scenario.Report.Add(new Figure(
            "Floor: raw pipeline as the silo does it, in turns", equal.Average(), "users/s", Detail: List(equal)));
        scenario.Report.Add(new Figure(
            "Requests in process, closed loop ÷ raw pipeline, in turns",
            share,
            "",
            $"≥ {FloorShare}",
            share >= FloorShare,
            $"÷ the one as the silo does it: {rate / equal.Average():F2}"));
        var half = await Scenario.LongRunAsync(trials, rate * Scenario.Half);
        scenario.Report.Stages["at half of the closed loop"] = stages.Take();
        scenario.Report.Add(new Figure(
            "p99 at half of the closed loop, in process", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, target, rate * Scenario.Half, "in process", ReadLimit);
        scenario.Report.Runs[trials.Name] = trials.Results;
    }

    /// <summary>The rates of the turns, one after the other.</summary>
    public static string List(List<double> rates) => string.Join(", ", rates.Select(rate => $"{rate:F0}"));

    private static async Task<(List<double> Requests, List<double> Raw, List<double> Equal)> MeasureAsync(
        Scenario scenario, string store, Trials trials, StageTimings stages)
    {
        var bundle = ReferenceStore.BundleFolder(store);
        using var raw = new RawPipeline(bundle, scenario.Load);
        using var equal = new RawPipeline(bundle, scenario.Load, asTheSilo: true);
        var (requests, floor, lower) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            requests.Add(await trials.ProbeAsync());
            var batches = stages.Take();
            scenario.Report.Stages[$"closed loop, turn {turn + 1}"] = batches;
            var batch = Math.Max(1, (int)Math.Round(batches.BatchSize));
            floor.Add(await raw.MeasureAllAsync(batch, Environment.ProcessorCount, FloorTime));
            lower.Add(await equal.MeasureAllAsync(batch, Environment.ProcessorCount, FloorTime));
        }

        return (requests, floor, lower);
    }
}
