using System.Collections.Concurrent;
using Orleans.Reco.LoadTests;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// Finds the highest rate of the reference mix that the cluster keeps up with through REST: as in the load tests, 97 % answered within the
/// trial, confirmed by four more trials. The 99th percentile may be a second: the emulator of the store stands still while it saves its
/// tables, every few seconds for some tenths of one.
/// </summary>
internal static class Saturation
{
    private const int TrialSeconds = 5;
    private const double LatencyLimit = 1000;
    private const double Start = 100;
    private const double WarmUpRate = 50;
    private const int WarmUpSeconds = 60;

    public static async Task<double> FindAsync(Uri web, string tenant, int shoppers, int items)
    {
        // The same in every trial: with each new one the emulator's tables grow, and its pauses with them.
        var known = new ConcurrentDictionary<int, Shopper>();
        Shopper ShopperOf(int i) => known.GetOrAdd(i, static i => new Shopper($"trial-{i}", i));

        // Hosts that have just started compile their code: a search that begins then looks too low and never comes back up.
        using (var client = new ShopClient(web, tenant))
        {
            await new ShopLoad(client, ShopperOf, shoppers, items, WarmUpRate, seed: 0).RunAsync(WarmUpSeconds);
        }

        var trials = 0;
        return await new SaturationSearch(async rate =>
        {
            var trial = trials++;
            using var client = new ShopClient(web, tenant);
            var load = new ShopLoad(client, ShopperOf, shoppers, items, rate, trial);
            await load.RunAsync(TrialSeconds);
            var answered = load.AnsweredIn(TrialSeconds).Sum() / (rate * TrialSeconds);

            // The first second makes the shoppers active.
            var p99 = load.Latency(99, 1, TrialSeconds);
            Console.WriteLine($"  {rate:F0}/s: {answered:P1} answered, 99 % within {p99:F0} ms, {client.Retries} retries, {load.Errors} errors");
            return p99 <= LatencyLimit ? answered : 0;
        }).FindAsync(Start);
    }
}
