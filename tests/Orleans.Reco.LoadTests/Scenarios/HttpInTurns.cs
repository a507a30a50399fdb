namespace Orleans.Reco.LoadTests;

/// <summary>The host and the stateless alternative over HTTP, as <see cref="InTurns"/> does it: both run, and one of them is asked.</summary>
internal static class HttpInTurns
{
    private const int Turns = 5;
    private const double Factor = 3;

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        await using var peer = await OverHttp.StartPeerAsync(scenario, store);
        await using var host = await ChildService.StartHostAsync(store, scenario.More);
        await using var peerTarget = new HttpTarget(peer.Address, scenario.Load.Returned);
        await using var hostTarget = new HttpTarget(host.Address, scenario.Load.Returned);
        var peerTrials = new Trials(peerTarget, scenario.Load, "stateless on Redis, HTTP");
        var trials = new Trials(hostTarget, scenario.Load, "Orleans.Reco, HTTP");
        _ = await peerTrials.WarmUpAsync();
        _ = await trials.WarmUpAsync();
        peer.KeepCode();
        host.KeepCode();
        var (stateless, requests) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            stateless.Add(await peerTrials.ProbeAsync());
            requests.Add(await trials.ProbeAsync());
        }

        var (rate, share) = (requests.Average(), requests.Average() / stateless.Average());
        scenario.Report.Add(new Figure("Stateless service over HTTP, closed loop", stateless.Average(), "requests/s", Detail: InTurns.List(stateless)));
        scenario.Report.Add(new Figure("Requests over HTTP, closed loop", rate, "requests/s", Detail: InTurns.List(requests)));
        scenario.Report.Add(new Figure(
            "Requests over HTTP, closed loop ÷ stateless service on Redis, in turns", share, "", $"≥ {Factor}", share >= Factor,
            $"{rate:F0}/s against {stateless.Average():F0}/s"));
        await OverHttp.MeasureHalfAsync(scenario, trials, hostTarget, rate);
    }
}
