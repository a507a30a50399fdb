using Orleans.Reco.Core;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>A product. A deleted one keeps its ordinal, so that the same id is the same item when it comes back.</summary>
[GenerateSerializer]
[Alias("reco.ItemState")]
internal sealed class ItemState : IDelayedDurability
{
    [NonSerialized]
    private bool _mayBeDelayed;

    [Id(0)]
    public int Ordinal { get; set; } = -1;

    [Id(1)]
    public CatalogItem? Item { get; set; }

    [Id(2)]
    public StoredCounter Popularity { get; set; }

    [Id(3)]
    public StoredCounter Trend { get; set; }

    [Id(4)]
    public Packed<CoVisit> CoVisits { get; set; }

    bool IDelayedDurability.MayBeDelayed => _mayBeDelayed;

    /// <summary>Says whether the next write may be lost with the machine.</summary>
    public void Delay(bool mayBeDelayed) => _mayBeDelayed = mayBeDelayed;
}

/// <summary>A decayed counter as stored.</summary>
[GenerateSerializer]
[Alias("reco.StoredCounter")]
internal readonly record struct StoredCounter([property: Id(0)] double Value, [property: Id(1)] uint UnixSeconds)
{
    public static implicit operator StoredCounter(DecayedCounter counter) => new(counter.Value, counter.UnixSeconds);

    public static implicit operator DecayedCounter(StoredCounter counter) => new(counter.Value, counter.UnixSeconds);
}
