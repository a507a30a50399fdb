using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>An item as REST takes it.</summary>
internal record ItemBody
{
    [Required]
    [Description("The title, 1 to 512 characters.")]
    public string? Title { get; init; }

    [Description("The description, up to 16,384 characters.")]
    public string? Description { get; init; }

    [Description("Categories, the main one first; at most 16.")]
    public string?[]? Categories { get; init; }

    [Description("The brand.")]
    public string? Brand { get; init; }

    [Description("The price, not negative.")]
    public decimal? Price { get; init; }

    [Description("ISO 4217 code of the price.")]
    public string? Currency { get; init; }

    [Description("Tags; at most 64.")]
    public string?[]? Tags { get; init; }

    [Description("Anything else, name to value; at most 64.")]
    public Dictionary<string, string?>? Attributes { get; init; }

    [Description("False: sold out, never recommended. Default: true.")]
    public bool? InStock { get; init; }

    [Description("True: never recommended. Default: false.")]
    public bool? Hidden { get; init; }

    [Description("On sale from, ISO 8601; now where it is missing.")]
    public DateTimeOffset? PublishedAt { get; init; }

    [Description("On sale until, ISO 8601; for ever where it is missing.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The record, or null and what it cannot hold.</summary>
    public CatalogItem? ToItem(string itemId, out List<FieldError> errors)
    {
        errors = [];
        if (Title is null)
        {
            errors.Add(new FieldError("title", "is required"));
        }

        Fields.NoNulls(errors, "categories", Categories);
        Fields.NoNulls(errors, "tags", Tags);
        Fields.NoNulls(errors, "attributes", Attributes);
        return errors.Count > 0 ? null : new CatalogItem
        {
            ItemId = itemId,
            Title = Title!,
            Description = Description,
            Categories = Fields.Texts(Categories),
            Brand = Brand,
            Price = Price,
            Currency = Currency,
            Tags = Fields.Texts(Tags),
            Attributes = Fields.Texts(Attributes),
            InStock = InStock ?? true,
            Hidden = Hidden ?? false,
            PublishedAt = PublishedAt,
            ExpiresAt = ExpiresAt,
        };
    }
}
