namespace Orleans.Reco;

/// <summary>A product as the shop describes it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogItem")]
public sealed record CatalogItem
{
    /// <summary>The item.</summary>
    [Id(0)]
    public required string ItemId { get; init; }

    /// <summary>The title, 1 to 512 characters.</summary>
    [Id(1)]
    public required string Title { get; init; }

    /// <summary>The description, up to 16,384 characters.</summary>
    [Id(2)]
    public string? Description { get; init; }

    /// <summary>Categories, the main one first; at most 16.</summary>
    [Id(3)]
    public string[] Categories { get; init; } = [];

    /// <summary>The brand.</summary>
    [Id(4)]
    public string? Brand { get; init; }

    /// <summary>The price, not negative.</summary>
    [Id(5)]
    public decimal? Price { get; init; }

    /// <summary>ISO 4217 code of the price, three letters.</summary>
    [Id(6)]
    public string? Currency { get; init; }

    /// <summary>Tags; at most 64.</summary>
    [Id(7)]
    public string[] Tags { get; init; } = [];

    /// <summary>Anything else, name to value; at most 64.</summary>
    [Id(8)]
    public Dictionary<string, string> Attributes { get; init; } = [];

    /// <summary>False: sold out, never recommended. Default: true.</summary>
    [Id(9)]
    public bool InStock { get; init; } = true;

    /// <summary>True: never recommended. Default: false.</summary>
    [Id(10)]
    public bool Hidden { get; init; }

    /// <summary>On sale from; the moment of the first upsert where missing.</summary>
    [Id(11)]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>On sale until; for ever where missing.</summary>
    [Id(12)]
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What the system knows of an item.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.ItemProfile")]
public sealed record ItemProfile
{
    /// <summary>The record as it was put.</summary>
    [Id(0)]
    public required CatalogItem Item { get; init; }

    /// <summary>The dense number of the item within its tenant, from 0; never reused.</summary>
    [Id(1)]
    public required int Ordinal { get; init; }

    /// <summary>Weighted interactions with a half-life of days, as of now.</summary>
    [Id(2)]
    public required double Popularity { get; init; }

    /// <summary>Weighted interactions with a half-life of hours, as of now.</summary>
    [Id(3)]
    public required double Trend { get; init; }
}

/// <summary>A page of the catalog.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="Total">How many items there are in all pages.</param>
/// <param name="Categories">All main categories, in order of size.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogPage")]
public sealed record CatalogPage(
    [property: Id(0)] CatalogItem[] Items,
    [property: Id(1)] int Total,
    [property: Id(2)] string[] Categories);
