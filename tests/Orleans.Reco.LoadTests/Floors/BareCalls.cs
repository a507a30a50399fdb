using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>What Orleans itself costs: two grain calls with the messages of a recommendation and nothing in between.</summary>
internal static class BareCalls
{
    private const int Callers = 256;

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
    public static async Task<double> MeasureActivationsAsync(IGrainFactory grains, int count, int callers)
    {
        var request = new RecommendRequest();
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                await grains.GetGrain<IBareUserGrain>(1_000_000L + i).Touch(request);
            }
        })));
        return count / clock.Elapsed.TotalSeconds;
    }
}
