using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>What Orleans itself costs: two grain calls with the messages of a recommendation and nothing in between.</summary>
internal static class BareCalls
{
    private const int Callers = 256;
    private const long FirstColdKey = 1_000_000;

    /// <summary>Requests a second.</summary>
    public static async Task<double> MeasureAsync(IGrainFactory grains, ReferenceLoad load, TimeSpan duration)
    {
        var request = new RecommendRequest { Count = load.Returned };
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var grain = grains.GetGrain<IBareUserGrain>(caller);
            var count = 0;
            for (; clock.Elapsed < duration; count++)
            {
                _ = await grain.Recommend(request);
            }

            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Grains a second that did not exist before the call.</summary>
    public static Task<double> MeasureActivationsAsync(IGrainFactory grains, int count, int callers, int from = 0)
    {
        var request = new RecommendRequest();
        return ClosedLoop.OverAllAsync(callers, count, key => grains.GetGrain<IBareUserGrain>(FirstColdKey + from + key).Touch(request));
    }

    /// <summary>Has them gone again: no user of a shop, and they would be counted in the memory of the process.</summary>
    public static Task LeaveAsync(IGrainFactory grains, int count, int callers, int from = 0) =>
        ClosedLoop.OverAllAsync(callers, count, key => grains.GetGrain<IBareUserGrain>(FirstColdKey + from + key).Leave());
}
