namespace Orleans.Reco.LoadTests;

/// <summary>The host over HTTP against the stateless alternative, trial by trial in turns under the same generator.</summary>
internal static class OverHttp
{
    private const double HalfLimit = 15;
    private const double ReadLimit = 20;
    private const double Factor = 3;

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        await using var peer = await StartPeerAsync(scenario, store);
        await using var host = await ChildService.StartHostAsync(store, scenario.More);
        await using var peerTarget = new HttpTarget(peer.Address, scenario.Load.Returned);
        await using var hostTarget = new HttpTarget(host.Address, scenario.Load.Returned);
        var peerTrials = new Trials(peerTarget, scenario.Load, "stateless on Redis, HTTP");
        var trials = new Trials(hostTarget, scenario.Load, "Orleans.Reco, HTTP");
        var stairs = new Staircase(await trials.WarmUpAsync() * Scenario.LikelySaturation / await peerTrials.WarmUpAsync());
        peer.KeepCode();
        host.KeepCode();
        var rates = new RatesInTurns();
        for (var turn = 0; turn < Scenario.SearchTurns;)
        {
            // The peer is given its closed loop, which no latency holds back.
            var theirs = await peerTrials.ProbeAsync();
            var ours = await trials.StepAsync(stairs, theirs);
            if (stairs.HasArrived)
            {
                rates.Add(ours, theirs);
                turn++;
            }
        }

        scenario.Report.Add(new Figure("Stateless service over HTTP, closed loop", rates.Theirs, "requests/s"));
        scenario.Report.Add(new Figure("Requests over HTTP at saturation", rates.Ours, "requests/s"));
        scenario.Report.Add(rates.ToFigure("Requests over HTTP ÷ stateless service on Redis", Factor, $"{rates}"));
        await MeasureHalfAsync(scenario, trials, hostTarget, rates.Ours);
    }

    /// <summary>The stateless alternative over a Redis of its own, filled with the reference load.</summary>
    public static Task<PeerProcess> StartPeerAsync(Scenario scenario, string store)
    {
        var redis = Path.Combine(scenario.Folder, "redis");
        if (Directory.Exists(redis))
        {
            Directory.Delete(redis, recursive: true);
        }

        return PeerProcess.StartAsync(redis, ReferenceStore.BundleFolder(store), scenario.Load);
    }

    /// <summary>Latency of the host at half of what it can do, and how soon a click shows.</summary>
    public static async Task MeasureHalfAsync(Scenario scenario, Trials trials, HttpTarget target, double saturation)
    {
        var half = await Scenario.LongRunAsync(trials, saturation * Scenario.Half);
        scenario.Report.Add(new Figure(
            "p99 at half of saturation, over HTTP", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, target, saturation * Scenario.Half, "over HTTP", ReadLimit);
        scenario.Report.Runs[trials.Name] = trials.Results;
    }
}
