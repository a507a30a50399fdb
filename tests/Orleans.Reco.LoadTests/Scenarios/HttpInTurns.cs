namespace Orleans.Reco.LoadTests;

/// <summary>As <see cref="OverHttp"/>, but with a closed loop for both: what they can do at most, whatever the latency.</summary>
internal static class HttpInTurns
{
    private const int Turns = 8;

    public static Task RunAsync(Scenario scenario) => OverHttp.RunAsync(scenario, "closed loop", async (peer, host) =>
    {
        _ = await peer.WarmUpAsync();
        _ = await host.WarmUpAsync();
        var rates = new RatesInTurns();
        for (var turn = 0; turn < Turns; turn++)
        {
            var theirs = await peer.ProbeAsync();
            rates.Add(await host.ProbeAsync(), theirs);
        }

        return rates;
    });
}
