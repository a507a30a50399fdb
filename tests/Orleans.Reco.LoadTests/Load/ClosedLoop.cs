using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// A number of callers, each sending its next request when it has the answer to the last: to warm up, and to find about where saturation
/// is. Its latencies say nothing, as a slow target is asked less; no figure comes from here but where a scenario says so.
/// </summary>
internal static class ClosedLoop
{
    /// <summary>Requests a second.</summary>
    /// <param name="callers">Requests under way at a time.</param>
    /// <param name="duration">How long.</param>
    /// <param name="send">Sends a caller's next request.</param>
    public static async Task<double> RunAsync(int callers, TimeSpan duration, Func<Random, Task> send)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            var count = 0L;
            for (; clock.Elapsed < duration; count++)
            {
                await send(random);
            }

            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Sends one request for each of the keys 0 to <paramref name="keys"/> - 1; requests a second.</summary>
    public static async Task<double> OverAllAsync(int callers, int keys, Func<int, Task> send)
    {
        var next = -1;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var key = Interlocked.Increment(ref next); key < keys; key = Interlocked.Increment(ref next))
            {
                await send(key);
            }
        })));
        return keys / clock.Elapsed.TotalSeconds;
    }
}
