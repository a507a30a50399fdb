using System.Collections.Concurrent;

namespace Orleans.Reco.FaultTests;

/// <summary>The reference mix, 80 % recommendations and 20 % events, in open loop: operations begin at their time, whatever became of the others.</summary>
internal sealed class Load(ShopClient client, IReadOnlyList<Shopper> shoppers, int items, int rate, int seed)
{
    private const double EventShare = 0.2;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<Shopper> _idle = new(shoppers);
    private readonly Random _random = new(seed);
    private readonly int[] _answered = new int[24 * 3600];

    /// <summary>Operations that no try answered.</summary>
    public int Errors;

    /// <summary>Operations that were begun.</summary>
    public int Begun { get; private set; }

    /// <summary>Operations that were answered in each second of the load.</summary>
    public ReadOnlySpan<int> AnsweredIn(int seconds) => _answered.AsSpan(0, seconds);

    /// <summary>Runs for so many seconds and until the last operation is over.</summary>
    public async Task RunAsync(int seconds)
    {
        var began = TimeProvider.System.GetTimestamp();
        var under = new List<Task>();
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(began).TotalSeconds is var now && now < seconds)
        {
            // Only as many as there are idle shoppers: a shopper waits for an answer before the next request.
            for (; Begun < now * rate && _idle.TryDequeue(out var shopper); Begun++)
            {
                under.Add(RunAsync(shopper, _random.NextDouble() < EventShare, _random.Next(items), began));
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(under);
    }

    private async Task RunAsync(Shopper shopper, bool track, int item, long began)
    {
        var answered = track ? await client.TrackAsync(shopper, $"item-{item}") : await client.RecommendAsync(shopper);
        if (answered)
        {
            Interlocked.Increment(ref _answered[(int)TimeProvider.System.GetElapsedTime(began).TotalSeconds]);
        }
        else
        {
            Interlocked.Increment(ref Errors);
        }

        _idle.Enqueue(shopper);
    }
}
