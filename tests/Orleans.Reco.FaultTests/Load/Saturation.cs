using System.Collections.Concurrent;
using Orleans.Reco.LoadTests;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// Finds the highest rate of the reference mix that the cluster keeps up with through REST: as in the load tests, 97 % answered within the
/// trial, and 99 % of those within a limit, confirmed by four more trials.
/// </summary>
internal static class Saturation
{
    private const double Start = 200;
    private const double WarmUpRate = 50;
    private const int WarmUpSeconds = 60;

    /// <param name="web">The front.</param>
    /// <param name="tenant">The shop.</param>
    /// <param name="shoppers">Shoppers that take turns.</param>
    /// <param name="items">Items of the shop.</param>
    /// <param name="latencyLimit">What the 99th percentile may be, milliseconds.</param>
    /// <param name="trialSeconds">How long a trial is.</param>
    /// <param name="connections">Of the client.</param>
    public static async Task<double> FindAsync(Uri web, string tenant, int shoppers, int items, double latencyLimit, int trialSeconds = 5, int connections = int.MaxValue)
    {
        // The same in every trial: with each new one the emulator's tables grow, and its pauses with them.
        var known = new ConcurrentDictionary<int, Shopper>();
        Shopper ShopperOf(int i) => known.GetOrAdd(i, NewShopper);
        await WarmUpAsync(web, tenant, shoppers, items, ShopperOf);
        var trials = 0;
        return await new SaturationSearch(async rate =>
        {
            var trial = trials++;
            using var client = new ShopClient(web, tenant, connections);
            var load = new ShopLoad(client, ShopperOf, shoppers, items, rate, trial);
            await load.RunAsync(trialSeconds);
            var answered = load.AnsweredIn(trialSeconds).Sum() / (rate * trialSeconds);

            // The first second makes the shoppers active.
            var p99 = load.Latency(99, 1, trialSeconds);
            Console.WriteLine($"  {rate:F0}/s: {answered:P1} answered, 99 % within {p99:F0} ms, {client.Retries} retries, {load.Errors} errors");
            return p99 <= latencyLimit ? answered : 0;
        }).FindAsync(Start);
    }

    /// <summary>
    /// A minute of little load. Hosts that have just started compile their code: a search that begins then looks too low and never comes back
    /// up, and full load meets a cluster that cannot take it yet.
    /// </summary>
    public static async Task WarmUpAsync(Uri web, string tenant, int shoppers, int items, Func<int, Shopper>? shopperOf = null)
    {
        using var client = new ShopClient(web, tenant);
        await new ShopLoad(client, shopperOf ?? NewShopper, shoppers, items, WarmUpRate, seed: 0).RunAsync(WarmUpSeconds);
    }

    private static Shopper NewShopper(int i) => new($"trial-{i}", i);
}
