using Orleans.Concurrency;

namespace Orleans.Reco.Grains;

/// <summary>A block of consecutive ordinals of the catalog. Key: <c>tenant/shard</c>.</summary>
[Alias("reco.ICatalogShardGrain")]
internal interface ICatalogShardGrain : IGrainWithStringKey
{
    /// <summary>Stores an entry and spreads it; returns when it is durable and every silo that answers has it.</summary>
    [Alias("Apply")]
    Task Apply(CatalogEntry entry);

    /// <summary>Keeps the latest signals of items for silos that start later. Not durable at once.</summary>
    [Alias("ReportSignals")]
    Task ReportSignals(ItemSignals[] signals);

    /// <summary>Everything after a version.</summary>
    [Alias("GetSince")]
    [AlwaysInterleave]
    Task<CatalogDelta> GetSince(long version);
}

/// <summary>A change of one shard from a version to another.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="From">The version that the receiver must have; otherwise it pulls.</param>
/// <param name="To">The version after the entries are applied.</param>
/// <param name="Entries">The changed entries.</param>
/// <param name="Signals">Signals; only in the answer to a pull.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogDelta")]
internal sealed record CatalogDelta(
    [property: Id(0)] int Shard,
    [property: Id(1)] long From,
    [property: Id(2)] long To,
    [property: Id(3)] CatalogEntry[] Entries,
    [property: Id(4)] ItemSignals[] Signals);
