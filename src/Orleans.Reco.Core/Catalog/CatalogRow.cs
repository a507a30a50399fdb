namespace Orleans.Reco.Core;

/// <summary>An item as the silo's <see cref="CatalogView"/> holds it.</summary>
public sealed class CatalogRow
{
    private static readonly ItemSignals NoSignals = new(HistoryEvent.NoItem, 0, 0, 0, default);

    private volatile ItemSignals _signals;

    /// <summary>A row of a change of the catalog.</summary>
    /// <param name="entry">The change; without an item, the row is a deleted one.</param>
    /// <param name="signals">What behaviour says of the item; null where nothing is known.</param>
    public CatalogRow(CatalogEntry entry, ItemSignals? signals = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        (Ordinal, ItemId, Item) = (entry.Ordinal, entry.ItemId, entry.Item);
        IsNamed = ItemId.Length > 0;
        _signals = signals ?? NoSignals;
        Category = Item is { Categories: [var main, ..] } ? main : null;
        PublishedSeconds = Item?.PublishedAt is { } published ? UnixTime.Clamp(published) : 0;
        ExpiresSeconds = Item?.ExpiresAt is { } expires ? UnixTime.Clamp(expires) : uint.MaxValue;
    }

    /// <summary>The item's dense number.</summary>
    public int Ordinal { get; }

    /// <summary>The item's id.</summary>
    public string ItemId { get; }

    /// <summary>
    /// False where only behaviour is known of the item yet. A field of its own, as the id would have to be fetched from memory that no cache holds.
    /// </summary>
    internal bool IsNamed { get; }

    /// <summary>The record without its description; null where the item was deleted.</summary>
    public CatalogItem? Item { get; }

    /// <summary>True where the item was taken out of the catalog.</summary>
    public bool Deleted => Item is null;

    /// <summary>The title; empty where deleted.</summary>
    public string Title => Item?.Title ?? "";

    /// <summary>Categories, the main one first.</summary>
    public IReadOnlyList<string> Categories => Item?.Categories ?? [];

    /// <summary>The main category; null where there is none.</summary>
    public string? Category { get; }

    /// <summary>The brand.</summary>
    public string? Brand => Item?.Brand;

    /// <summary>The price.</summary>
    public decimal? Price => Item?.Price;

    /// <summary>ISO 4217 code of the price.</summary>
    public string? Currency => Item?.Currency;

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags => Item?.Tags ?? [];

    /// <summary>False: sold out.</summary>
    public bool InStock => Item is { InStock: true };

    /// <summary>True: never recommended.</summary>
    public bool Hidden => Item is { Hidden: true };

    /// <summary>On sale from, seconds since 1970-01-01 UTC; 0 = always was.</summary>
    public uint PublishedSeconds { get; }

    /// <summary>On sale until, seconds since 1970-01-01 UTC; <see cref="uint.MaxValue"/> = for ever.</summary>
    public uint ExpiresSeconds { get; }

    /// <summary>
    /// What behaviour says of the item; zeros where nothing is known. The latest, unlike the rest of the row: it may change between two reads.
    /// </summary>
    public ItemSignals Signals
    {
        get => _signals;
        internal set => _signals = value;
    }

    /// <summary>True if the item may be recommended at a time.</summary>
    public bool IsAvailable(uint now) => InStock && !Hidden && PublishedSeconds <= now && now < ExpiresSeconds;

    /// <summary>True if the item has the category, main or not.</summary>
    public bool IsIn(string category) => Item is not null && Array.IndexOf(Item.Categories, category) >= 0;
}
