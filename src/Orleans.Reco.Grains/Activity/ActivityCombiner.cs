using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>
/// Adds up what the users of this silo do, and tells each item once per flush: a product page that everybody looks at costs its
/// grain one call per silo and flush, not one per view.
/// </summary>
/// <remarks>
/// An event touches some six items with its co-visits, so that calls to items would be most of what a flooded silo does. A flush keeps to a
/// share of the time, a few items after the other: all at once they would keep every request waiting. The longer it takes, the more is added
/// up for each call of the next.
/// </remarks>
internal sealed partial class ActivityCombiner(
    IGrainFactory grains,
    ITenantSnapshots tenants,
    SiloBroadcast broadcast,
    IOptions<ActivityOptions> options,
    TimeProvider time,
    ILogger<ActivityCombiner> logger) : BackgroundService
{
    /// <summary>The news of so many items is spread at a time: each changes a row in old memory, which the next collection has to find.</summary>
    private const int PartItems = 512;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private readonly Channel<ActivityRecord> _records = Channel.CreateBounded<ActivityRecord>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly GrainReferences<IItemActivityGrain> _items = new(grains);
    private readonly PacedBatches _pace = new(options.Value.Concurrency, options.Value.FlushShare, time, LongestRest);

    // What the next flush will tell, by tenant and ordinal, and of how many events it is.
    private Dictionary<string, Dictionary<int, ItemTally>> _tallies = [];
    private int _events;

    /// <summary>Counts one event. Never blocks; when the silo is flooded, the oldest counts give way, never events.</summary>
    public void Record(in ActivityRecord record) => _records.Writer.TryWrite(record);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                AddUp();
                await Flush(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Flush(CancellationToken cancellationToken)
    {
        var tallies = _tallies;
        (_tallies, _events) = ([], 0);
        foreach (var (tenant, items) in tallies)
        {
            foreach (var part in items.Chunk(PartItems))
            {
                try
                {
                    await Spread(tenant, await RecordItems(tenant, part, cancellationToken));
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFlushFailed(logger, exception);
                }
            }
        }
    }

    private async Task<ItemSignals[]> RecordItems(
        string tenant, KeyValuePair<int, ItemTally>[] items, CancellationToken cancellationToken)
    {
        var catalog = tenants.Get(tenant).Catalog;
        var signals = new ConcurrentBag<ItemSignals>();
        var failures = new ConcurrentBag<Exception>();
        _ = await _pace.RunAsync(
            items,
            async item =>
            {
                if (catalog[item.Key] is not { Deleted: false } row)
                {
                    return false;
                }

                if (await RecordItem(RecoKey.Create(tenant, row.ItemId), item.Value.ToActivity(), failures) is { } latest)
                {
                    signals.Add(latest);
                }

                return true;
            },
            cancellationToken,
            hurries: () => AddUp() >= options.Value.QueueCapacity);
        if (failures.TryPeek(out var failure))
        {
            LogItemsFailed(logger, failures.Count, failure);
        }

        return [.. signals];
    }

    private async Task<ItemSignals?> RecordItem(
        RecoKey key, ItemActivity activity, ConcurrentBag<Exception> failures)
    {
        try
        {
            return await _items.Get(key.ToString()).Record(activity);
        }
        catch (Exception exception)
        {
            failures.Add(exception);
            return null;
        }
    }

    private async Task Spread(string tenant, ItemSignals[] signals)
    {
        await broadcast.ApplySignals(tenant, signals);
        foreach (var shard in signals.GroupBy(signal => CatalogShards.Of(signal.Ordinal)))
        {
            await grains.GetGrain<ICatalogShardGrain>(CatalogShards.Key(tenant, shard.Key)).ReportSignals([.. shard]);
        }
    }

    /// <summary>Adds up what was recorded since; returns of how many events the next flush will tell.</summary>
    private int AddUp()
    {
        for (var n = 0; n < options.Value.QueueCapacity && _records.Reader.TryRead(out var record); n++, _events++)
        {
            if (!_tallies.TryGetValue(record.Tenant, out var items))
            {
                _tallies[record.Tenant] = items = [];
            }

            Tally(items, record.Ordinal).Add(record.Weight, record.UnixSeconds);
            foreach (var before in record.Before.Span)
            {
                Tally(items, record.Ordinal).AddCoVisit(before, record.UnixSeconds);
                Tally(items, before).AddCoVisit(record.Ordinal, record.UnixSeconds);
            }
        }

        return _events;
    }

    private static ItemTally Tally(Dictionary<int, ItemTally> items, int ordinal)
    {
        if (!items.TryGetValue(ordinal, out var tally))
        {
            items[ordinal] = tally = new ItemTally();
        }

        return tally;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Counters of some items could not be flushed; their counts since the last flush are lost, events are not")]
    private static partial void LogFlushFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Items} items did not take their counts; the first failure was")]
    private static partial void LogItemsFailed(ILogger logger, int items, Exception exception);
}
