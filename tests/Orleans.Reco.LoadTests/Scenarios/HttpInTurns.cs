namespace Orleans.Reco.LoadTests;

/// <summary>The host and the stateless alternative over HTTP, as <see cref="InTurns"/> does it: both run, and one of them is asked.</summary>
internal static class HttpInTurns
{
    private const int Turns = 8;
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
        var rates = new RatesInTurns();
        for (var turn = 0; turn < Turns; turn++)
        {
            var theirs = await peerTrials.ProbeAsync();
            rates.Add(await trials.ProbeAsync(), theirs);
        }

        scenario.Report.Add(new Figure("Stateless service over HTTP, closed loop", rates.Theirs, "requests/s"));
        scenario.Report.Add(new Figure("Requests over HTTP, closed loop", rates.Ours, "requests/s"));
        scenario.Report.Add(rates.ToFigure("Requests over HTTP, closed loop ÷ stateless service on Redis, in turns", Factor, $"{rates}"));
        await OverHttp.MeasureHalfAsync(scenario, trials, hostTarget, rates.Ours);
    }
}
