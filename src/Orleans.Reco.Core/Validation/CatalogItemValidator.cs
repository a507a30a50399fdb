namespace Orleans.Reco.Core;

/// <summary>Says what is wrong with an item, before it is stored.</summary>
public static class CatalogItemValidator
{
    /// <summary>Longest title, in characters.</summary>
    public const int MaxTitle = 512;

    /// <summary>Longest description, in characters.</summary>
    public const int MaxDescription = 16_384;

    /// <summary>Most categories.</summary>
    public const int MaxCategories = 16;

    /// <summary>Longest category, brand or tag, in characters.</summary>
    public const int MaxLabel = 128;

    /// <summary>Most tags.</summary>
    public const int MaxTags = 64;

    /// <summary>Most attributes.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest value of an attribute, in characters.</summary>
    public const int MaxAttributeValue = 1024;

    /// <summary>Highest price.</summary>
    public const decimal MaxPrice = 1_000_000_000;

    /// <summary>The first field that is not allowed, or null.</summary>
    public static FieldError? Validate(CatalogItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return RecoKey.IdError(item.ItemId).ToError("itemId")
            ?? FieldRules.Text(item.Title, 1, MaxTitle).ToError("title")
            ?? FieldRules.Text(item.Description, 0, MaxDescription, lines: true).ToError("description")
            ?? FieldRules.List(item.Categories, "categories", MaxCategories, MaxLabel)
            ?? FieldRules.Text(item.Brand, 0, MaxLabel).ToError("brand")
            ?? Price(item)
            ?? FieldRules.List(item.Tags, "tags", MaxTags, MaxLabel)
            ?? FieldRules.Map(item.Attributes, "attributes", MaxAttributes, MaxLabel, MaxAttributeValue)
            ?? Times(item);
    }

    private static FieldError? Price(CatalogItem item)
    {
        if (item.Price is < 0 or > MaxPrice)
        {
            return new FieldError("price", $"must be in 0 to {MaxPrice:N0}");
        }

        return item.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            ? new FieldError("currency", "must have three upper-case letters, as in ISO 4217")
            : null;
    }

    private static FieldError? Times(CatalogItem item) =>
        item.ExpiresAt <= item.PublishedAt ? new FieldError("expiresAt", "must be after publishedAt") : null;
}
