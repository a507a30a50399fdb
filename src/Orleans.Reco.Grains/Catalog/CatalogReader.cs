using System.Collections.Concurrent;

namespace Orleans.Reco.Grains;

/// <summary>Reads a tenant's catalog as it is stored, for work that is no part of serving.</summary>
public static class CatalogReader
{
    private const int ShardsAtOnce = 16;

    /// <summary>All items that are not deleted, without their descriptions, in order of ordinal.</summary>
    public static async Task<IReadOnlyList<CatalogItem>> ReadAsync(
        IGrainFactory grains, string tenant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        var changes = await grains.GetGrain<ICatalogGrain>(tenant).GetChanges(Guid.Empty, 0);
        var entries = new ConcurrentBag<CatalogEntry>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, changes.ShardCount), parallel, async (shard, _) =>
        {
            var delta = await grains.GetGrain<ICatalogShardGrain>(CatalogShards.Key(tenant, shard)).GetSince(0);
            foreach (var entry in delta.Entries)
            {
                entries.Add(entry);
            }
        });

        // An id has one live ordinal: the last.
        return [.. entries
            .Where(entry => entry.Item is not null)
            .GroupBy(entry => entry.ItemId, StringComparer.Ordinal)
            .Select(group => group.MaxBy(entry => entry.Ordinal)!)
            .OrderBy(entry => entry.Ordinal)
            .Select(entry => entry.Item!)];
    }
}
