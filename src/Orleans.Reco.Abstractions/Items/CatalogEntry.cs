namespace Orleans.Reco;

/// <summary>A change of the catalog as it travels to every silo's view.</summary>
/// <param name="Ordinal">The item's ordinal.</param>
/// <param name="ItemId">The item's id.</param>
/// <param name="Item">The record without its description; null where the item was deleted.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogEntry")]
public sealed record CatalogEntry([property: Id(0)] int Ordinal, [property: Id(1)] string ItemId, [property: Id(2)] CatalogItem? Item);

/// <summary>What behaviour says of an item, as it travels to every silo's view.</summary>
/// <param name="Ordinal">The item's ordinal.</param>
/// <param name="Popularity">Weighted interactions with a half-life of days, as of <paramref name="UnixSeconds"/>.</param>
/// <param name="Trend">Weighted interactions with a half-life of hours, as of <paramref name="UnixSeconds"/>.</param>
/// <param name="UnixSeconds">When the values held; they decay from then on.</param>
/// <param name="CoVisits">Ordinals that the same users touched close in time, most often first.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.ItemSignals")]
public sealed record ItemSignals(
    [property: Id(0)] int Ordinal,
    [property: Id(1)] float Popularity,
    [property: Id(2)] float Trend,
    [property: Id(3)] uint UnixSeconds,
    [property: Id(4)] Packed<int> CoVisits);
