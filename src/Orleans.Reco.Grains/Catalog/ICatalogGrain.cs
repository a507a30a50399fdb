using Orleans.Concurrency;

namespace Orleans.Reco.Grains;

/// <summary>Gives ordinals, and knows which shards of the catalog changed. Key: the tenant.</summary>
[Alias("reco.ICatalogGrain")]
internal interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>A new ordinal; never given before, even after a crash.</summary>
    [Alias("AllocateOrdinal")]
    Task<int> AllocateOrdinal();

    /// <summary>A shard tells that it has a new version.</summary>
    [Alias("ReportCommit")]
    Task ReportCommit(int shard, long version);

    /// <summary>
    /// The shards that changed since the caller asked last. A silo asks each second, so that a lost broadcast is made good.
    /// </summary>
    /// <param name="epoch">The epoch of the caller's last answer; empty at first.</param>
    /// <param name="position">The position of that answer.</param>
    [Alias("GetChanges")]
    [AlwaysInterleave]
    Task<CatalogChanges> GetChanges(Guid epoch, long position);
}

/// <summary>Where a silo has to look.</summary>
/// <param name="Epoch">Changes when the catalog grain starts anew and has forgotten who knows what.</param>
/// <param name="Position">To be sent with the next question.</param>
/// <param name="ShardCount">How many shards there are.</param>
/// <param name="Changed">The shards to pull; null means all.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogChanges")]
internal sealed record CatalogChanges(
    [property: Id(0)] Guid Epoch,
    [property: Id(1)] long Position,
    [property: Id(2)] int ShardCount,
    [property: Id(3)] int[]? Changed);
