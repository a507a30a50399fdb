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

    /// <summary>Counts one event. Never blocks; when the silo is flooded, the oldest counts give way, never events.</summary>
    public void Record(in ActivityRecord record) => _records.Writer.TryWrite(record);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Flush(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFlushFailed(logger, exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Flush(CancellationToken cancellationToken)
    {
        foreach (var (tenant, items) in Drain())
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
            return await grains.GetGrain<IItemActivityGrain>(key.ToString()).Record(activity);
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

    private Dictionary<string, Dictionary<int, ItemTally>> Drain()
    {
        var tallies = new Dictionary<string, Dictionary<int, ItemTally>>();
        for (var n = 0; n < options.Value.QueueCapacity && _records.Reader.TryRead(out var record); n++)
        {
            if (!tallies.TryGetValue(record.Tenant, out var items))
            {
                tallies[record.Tenant] = items = [];
            }

            Tally(items, record.Ordinal).Add(record.Weight, record.UnixSeconds);
            foreach (var before in record.Before.Span)
            {
                Tally(items, record.Ordinal).AddCoVisit(before, record.UnixSeconds);
                Tally(items, before).AddCoVisit(record.Ordinal, record.UnixSeconds);
            }
        }

        return tallies;
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
