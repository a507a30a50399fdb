using System.Collections.Concurrent;
using HdrHistogram;

namespace Orleans.Reco.FaultTests;

/// <summary>The reference mix, 80 % recommendations and 20 % events, in open loop: operations begin at their time, whatever became of the others.</summary>
/// <param name="client">Sends and tries again.</param>
/// <param name="newShopper">Makes a shopper of a number; where all others wait for an answer, another one comes.</param>
/// <param name="shoppers">Shoppers that take turns.</param>
/// <param name="items">Items of the shop.</param>
/// <param name="rate">Operations a second.</param>
/// <param name="seed">Of what each operation is.</param>
/// <param name="eventShare">The share of events.</param>
internal sealed class ShopLoad(
    ShopClient client, Func<int, Shopper> newShopper, int shoppers, int items, double rate, int seed, double eventShare = 0.2)
{
    private const long LongestMilliseconds = 60_000;
    private const int Digits = 2;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly List<Shopper> _shoppers = [.. Enumerable.Range(0, shoppers).Select(newShopper)];
    private readonly ConcurrentQueue<Shopper> _idle = new();
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<int, int> _answered = new();
    private readonly ConcurrentDictionary<int, LongConcurrentHistogram> _latencies = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private int _underWay;
    private int _errors;

    /// <summary>Everybody who took part.</summary>
    public IReadOnlyList<Shopper> Shoppers => _shoppers;

    /// <summary>Operations that no try answered.</summary>
    public int Errors => _errors;

    /// <summary>Operations that were begun.</summary>
    public int Begun { get; private set; }

    /// <summary>Operations that were answered in each second of the load.</summary>
    public int[] AnsweredIn(int seconds) => [.. Enumerable.Range(0, seconds).Select(second => _answered.GetValueOrDefault(second))];

    /// <summary>A percentile of the times to an answer, retries included, of the operations that began in these seconds; milliseconds.</summary>
    public double Latency(double percentile, int from, int to)
    {
        var all = new LongHistogram(1, LongestMilliseconds, Digits);
        foreach (var (second, latencies) in _latencies)
        {
            if (second >= from && second < to)
            {
                all.Add(latencies);
            }
        }

        return all.TotalCount == 0 ? 0 : all.GetValueAtPercentile(percentile);
    }

    /// <summary>Runs for so many seconds and until the last operation is over.</summary>
    public async Task RunAsync(int seconds)
    {
        _shoppers.ForEach(_idle.Enqueue);
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(began).TotalSeconds is var now && now < seconds)
        {
            for (; Begun < now * rate; Begun++)
            {
                Interlocked.Increment(ref _underWay);
                _ = RunAsync(NextShopper(), _random.NextDouble() < eventShare, (int)now, began);
            }

            await timer.WaitForNextTickAsync();
        }

        while (Volatile.Read(ref _underWay) > 0)
        {
            await timer.WaitForNextTickAsync();
        }

        if (!_failures.IsEmpty)
        {
            throw new AggregateException(_failures);
        }
    }

    private Shopper NextShopper()
    {
        if (!_idle.TryDequeue(out var shopper))
        {
            shopper = newShopper(_shoppers.Count);
            _shoppers.Add(shopper);
        }

        return shopper;
    }

    private async Task RunAsync(Shopper shopper, bool track, int second, long began)
    {
        // Off the generator's loop: it must not wait for what a request costs to send.
        await Task.Yield();
        try
        {
            await OperateAsync(shopper, track, second, began);
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
        }
        finally
        {
            _idle.Enqueue(shopper);
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task OperateAsync(Shopper shopper, bool track, int second, long began)
    {
        var sentAt = TimeProvider.System.GetTimestamp();
        var answered = track ? await client.TrackAsync(shopper, shopper.Next(items)) : await client.RecommendAsync(shopper);
        if (!answered)
        {
            Interlocked.Increment(ref _errors);
            return;
        }

        var took = (long)TimeProvider.System.GetElapsedTime(sentAt).TotalMilliseconds;
        _latencies.GetOrAdd(second, _ => new LongConcurrentHistogram(1, LongestMilliseconds, Digits)).RecordValue(Math.Clamp(took, 1, LongestMilliseconds));
        _answered.AddOrUpdate((int)TimeProvider.System.GetElapsedTime(began).TotalSeconds, 1, (_, count) => count + 1);
    }
}
