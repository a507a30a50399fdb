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
/// An event touches some six items with its co-visits, so that calls to items would be most of what a flooded silo does. Flushes keep to a
/// share of the time; the longer they take, the more is added up for each call of the next.
/// </remarks>
internal sealed partial class ActivityCombiner(
    IGrainFactory grains,
    ITenantSnapshots tenants,
    SiloBroadcast broadcast,
    IOptions<ActivityOptions> options,
    TimeProvider time,
    ILogger<ActivityCombiner> logger) : BackgroundService
{
    private readonly Channel<ActivityRecord> _records = Channel.CreateBounded<ActivityRecord>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly GrainReferences<IItemActivityGrain> _items = new(grains);

    // What the next flush will tell, by tenant and ordinal, and of how many events it is.
    private Dictionary<string, Dictionary<int, ItemTally>> _tallies = [];
    private int _events;

    /// <summary>Counts one event. Never blocks; when the silo is flooded, the oldest counts give way, never events.</summary>
    public void Record(in ActivityRecord record) => _records.Writer.TryWrite(record);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FlushInterval, time);
        var pace = new FlushPace(options.Value.FlushShare, options.Value.QueueCapacity, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                AddUp();
                if (!pace.IsDue(_events))
                {
                    continue;
                }

                var began = time.GetTimestamp();
                try
                {
                    await Flush(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFlushFailed(logger, exception);
                }

                pace.Flushed(began);
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
            var catalog = tenants.Get(tenant).Catalog;
            var signals = new ConcurrentBag<ItemSignals>();
            var failures = new ConcurrentBag<Exception>();
            await Parallel.ForEachAsync(
                items,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = cancellationToken },
                async (item, _) =>
                {
                    if (catalog[item.Key] is { Deleted: false } row
                        && await RecordItem(RecoKey.Create(tenant, row.ItemId), item.Value.ToActivity(), failures) is { } latest)
                    {
                        signals.Add(latest);
                    }
                });
            if (failures.TryPeek(out var failure))
            {
                LogItemsFailed(logger, failures.Count, failure);
            }

            await Spread(tenant, [.. signals]);
        }
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

    private void AddUp()
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
    }

    private static ItemTally Tally(Dictionary<int, ItemTally> items, int ordinal)
    {
        if (!items.TryGetValue(ordinal, out var tally))
        {
            items[ordinal] = tally = new ItemTally();
        }

        return tally;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Item counters could not be flushed; counts since the last flush are lost, events are not")]
    private static partial void LogFlushFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Items} items did not take their counts; the first failure was")]
    private static partial void LogItemsFailed(ILogger logger, int items, Exception exception);
}
