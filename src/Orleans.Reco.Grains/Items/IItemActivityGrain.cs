namespace Orleans.Reco.Grains;

/// <summary>The part of an item that behaviour moves. Called once per item and flush by each silo's combiner, never per event.</summary>
[Alias("reco.IItemActivityGrain")]
internal interface IItemActivityGrain : IGrainWithStringKey
{
    /// <summary>Adds what a silo has counted and returns what every silo's view should know; null for an item that is gone.</summary>
    [Alias("Record")]
    Task<ItemSignals?> Record(ItemActivity activity);
}

/// <summary>What one silo has counted for one item since its last flush.</summary>
/// <param name="Weight">Sum of the weights of the interactions.</param>
/// <param name="UnixSeconds">Time of the latest.</param>
/// <param name="CoVisits">Items that the same users touched close in time.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.ItemActivity")]
internal sealed record ItemActivity(
    [property: Id(0)] float Weight, [property: Id(1)] uint UnixSeconds, [property: Id(2)] Packed<CoVisitCount> CoVisits);

/// <summary>A co-visited item and how often.</summary>
internal readonly record struct CoVisitCount(int Ordinal, float Count);
