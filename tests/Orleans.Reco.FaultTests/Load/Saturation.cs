using Orleans.Reco.LoadTests;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// Finds the highest rate of the reference mix that the cluster keeps up with through REST: as in the load tests, 97 % answered within the
/// trial and a 99th percentile of at most 100 ms, confirmed by four more trials.
/// </summary>
internal static class Saturation
{
    private const int TrialSeconds = 5;
    private const double LatencyLimit = 100;
    private const double Start = 100;
    private const double WarmUpRate = 50;
    private const int WarmUpSeconds = 60;

    public static async Task<double> FindAsync(Uri web, string tenant, int shoppers, int items)
    {
        // Hosts that have just started compile their code: a search that begins then looks too low and never comes back up.
        using (var client = new ShopClient(web, tenant))
        {
            await new ShopLoad(client, i => new Shopper($"warm-{i}", i), shoppers, items, WarmUpRate, seed: 0).RunAsync(WarmUpSeconds);
        }

        var trials = 0;
        return await new SaturationSearch(async rate =>
        {
            var trial = trials++;
            using var client = new ShopClient(web, tenant);
            var load = new ShopLoad(client, i => new Shopper($"trial-{trial}-{i}", i), shoppers, items, rate, trial);
            await load.RunAsync(TrialSeconds);
            var answered = load.AnsweredIn(TrialSeconds).Sum() / (rate * TrialSeconds);

            // The first second makes the shoppers active.
            var p99 = load.Latency(99, 1, TrialSeconds);
            Console.WriteLine($"  {rate:F0}/s: {answered:P1} answered, 99 % within {p99:F0} ms, {client.Retries} retries, {load.Errors} errors");
            return p99 <= LatencyLimit ? answered : 0;
        }).FindAsync(Start);
    }
}
