namespace Orleans.Reco;

/// <summary>A product: record, availability, counters, co-visits. Key: <see cref="RecoKey"/> of tenant and item id.</summary>
[Alias("reco.IItemGrain")]
public interface IItemGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates or replaces the record. When it returns, the change is durable, in force on the silo that took it, and on all
    /// other silos within a second: an item hidden or sold out by it is in no recommendation that begins later.
    /// </summary>
    /// <exception cref="RecoValidationException">A field of the record is not allowed.</exception>
    [Alias("Upsert")]
    Task Upsert(CatalogItem item);

    /// <summary>The record and counters, or null where there is no such item.</summary>
    [Alias("Get")]
    Task<ItemProfile?> Get();

    /// <summary>Takes the item out of the catalog; its ordinal is not given again.</summary>
    /// <returns>False where there was none.</returns>
    [Alias("Delete")]
    Task<bool> Delete();
}
