namespace Orleans.Reco.Inference;

/// <summary>
/// What the content tower knows of an item. The description is no part of it: the catalog view of a silo does not hold it, and training
/// must see what serving sees.
/// </summary>
public sealed record ItemContent
{
    /// <summary>The title; empty where there is none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The price; null where not known.</summary>
    public decimal? Price { get; init; }

    /// <summary>The content of a catalog record.</summary>
    public static ItemContent Of(CatalogItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ItemContent { Title = item.Title, Brand = item.Brand, Categories = item.Categories, Tags = item.Tags, Price = item.Price };
    }

    /// <summary>True if two records have the same content, whatever their stock, visibility or times are.</summary>
    public static bool AreEqual(CatalogItem first, CatalogItem second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ReferenceEquals(first, second)
            || (first.Title == second.Title
                && first.Brand == second.Brand
                && first.Price == second.Price
                && first.Categories.AsSpan().SequenceEqual(second.Categories)
                && first.Tags.AsSpan().SequenceEqual(second.Tags));
    }
}
