namespace Orleans.Reco.LoadTests;

/// <summary>The host over HTTP against the stateless alternative, in turns under the same generator: both run, and one of them is asked.</summary>
internal static class OverHttp
{
    private const double HalfLimit = 15;
    private const double ReadLimit = 20;
    private const double Factor = 3;

    public static Task RunAsync(Scenario scenario) => RunAsync(scenario, "at saturation", async (peer, host) =>
    {
        var (likely, theirs) = (Scenario.LikelySaturation * await host.WarmUpAsync(), await peer.WarmUpAsync());
        var stairs = new Staircase(likely / theirs);
        var rates = new RatesInTurns();
        for (var turn = 0; turn < Scenario.SearchTurns;)
        {
            // The peer is given its closed loop, which no latency holds back.
            theirs = await peer.ProbeAsync();
            var ours = await host.StepAsync(stairs, theirs);
            if (stairs.HasArrived)
            {
                rates.Add(ours, theirs);
                turn++;
            }
        }

        return rates;
    });

    /// <summary>Starts both, measures them in turns, and the host at half of what it did.</summary>
    public static async Task RunAsync(Scenario scenario, string how, Func<Trials, Trials, Task<RatesInTurns>> measure)
    {
        var store = await scenario.StoreAsync();
        await using var peer = await StartPeerAsync(scenario, store);
        await using var host = await ChildService.StartHostAsync(store, scenario.More);
        await using var peerTarget = new HttpTarget(peer.Address, scenario.Load.Returned);
        await using var hostTarget = new HttpTarget(host.Address, scenario.Load.Returned);
        var peerTrials = new Trials(peerTarget, scenario.Load, "stateless on Redis, HTTP");
        var trials = new Trials(hostTarget, scenario.Load, "Orleans.Reco, HTTP");
        _ = await peerTrials.ProbeAsync();
        _ = await trials.ProbeAsync();
        peer.KeepCode();
        host.KeepCode();
        var rates = await measure(peerTrials, trials);
        scenario.Report.Add(new Figure("Stateless service over HTTP, closed loop", rates.Theirs, "requests/s"));
        scenario.Report.Add(new Figure($"Requests over HTTP, {how}", rates.Ours, "requests/s"));
        scenario.Report.Add(rates.ToFigure($"Requests over HTTP, {how} ÷ stateless service on Redis, closed loop", Factor, $"{rates}"));
        var half = await Scenario.LongRunAsync(trials, rates.Ours * Scenario.Half);
        scenario.Report.Add(new Figure(
            "p99 at half of it, over HTTP", half.P99, "ms", $"≤ {HalfLimit}", half.P99 <= HalfLimit, half.ToString()));
        await ReadYourWrites.MeasureAsync(scenario, hostTarget, rates.Ours * Scenario.Half, "over HTTP", ReadLimit);
        scenario.Report.Runs[trials.Name] = trials.Results;
    }

    /// <summary>The stateless alternative over a Redis of its own, filled with the reference load.</summary>
    private static Task<PeerProcess> StartPeerAsync(Scenario scenario, string store)
    {
        var redis = Path.Combine(scenario.Folder, "redis");
        if (Directory.Exists(redis))
        {
            Directory.Delete(redis, recursive: true);
        }

        return PeerProcess.StartAsync(redis, ReferenceStore.BundleFolder(store), scenario.Load);
    }
}
