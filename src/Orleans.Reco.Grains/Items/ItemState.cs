using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>A product. A deleted one keeps its ordinal, so that the same id is the same item when it comes back.</summary>
[GenerateSerializer]
[Alias("reco.ItemState")]
internal sealed class ItemState
{
    [Id(0)]
    public int Ordinal { get; set; } = -1;

    [Id(1)]
    public CatalogItem? Item { get; set; }

    [Id(2)]
    public DecayedCounter Popularity { get; set; }

    [Id(3)]
    public DecayedCounter Trend { get; set; }

    [Id(4)]
    public Packed<CoVisit> CoVisits { get; set; }
}
