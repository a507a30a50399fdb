namespace Orleans.Reco.Web.Tests;

/// <summary>An item that follows the script; without one it stores everything.</summary>
[GrainType("test-item")]
internal sealed class ItemGrain(GrainScript script) : Grain, IItemGrain
{
    private CatalogItem? _item;
    private int _calls;

    public Task Upsert(CatalogItem item)
    {
        var key = this.GetPrimaryKeyString();
        if (script.Upsert.TryGetValue(key, out var act))
        {
            act(_calls++);
        }

        _item = item;
        script.Stored.Enqueue((key, item.Title));
        return Task.CompletedTask;
    }

    public Task<ItemProfile?> Get() => Task.FromResult(
        _item is null ? null : new ItemProfile { Item = _item, Ordinal = 0, Popularity = 0, Trend = 0 });

    public Task<bool> Delete()
    {
        var had = _item is not null;
        _item = null;
        return Task.FromResult(had);
    }
}
