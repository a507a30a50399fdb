namespace Orleans.Reco.LoadTests;

/// <summary>The host over HTTP against the stateless alternative, one after the other under the same generator.</summary>
internal static class OverHttp
{
    private const double HalfLimit = 15;
    private const double ReadLimit = 20;
    private const double Factor = 3;

    public static async Task RunAsync(Scenario scenario)
    {
        var store = await scenario.StoreAsync();
        var peer = await PeerAsync(scenario, store);
        var product = await ProductAsync(scenario, store);
        scenario.Report.Add(new Figure(
            "Requests over HTTP ÷ stateless service on Redis", product / peer, "", $"≥ {Factor}", product / peer >= Factor,
            $"{product:F0}/s against {peer:F0}/s"));
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

    private static async Task<double> PeerAsync(Scenario scenario, string store)
    {
        await using var peer = await StartPeerAsync(scenario, store);
        await using var target = new HttpTarget(peer.Address, scenario.Load.Returned);
        var trials = new Trials(target, scenario.Load, "stateless on Redis, HTTP");
        _ = await trials.ProbeAsync();
        peer.KeepCode();
        var saturation = await trials.SaturateAsync();
        var half = await Scenario.LongRunAsync(trials, saturation * Scenario.Half);
        scenario.Report.Add(new Figure("Stateless service over HTTP at saturation", saturation, "requests/s", Detail: $"at half of it: {half}"));
        scenario.Report.Runs[trials.Name] = trials.Results;
        return saturation;
    }

    private static async Task<double> ProductAsync(Scenario scenario, string store)
    {
        await using var host = await ChildService.StartHostAsync(store);
        await using var target = new HttpTarget(host.Address, scenario.Load.Returned);
        var trials = new Trials(target, scenario.Load, "Orleans.Reco, HTTP");
        _ = await trials.ProbeAsync();
        host.KeepCode();
        var saturation = await trials.SaturateAsync();
        scenario.Report.Add(new Figure("Requests over HTTP at saturation", saturation, "requests/s", Detail: trials.Results[^1].ToString()));
        await MeasureHalfAsync(scenario, trials, target, saturation);
        return saturation;
    }
}
