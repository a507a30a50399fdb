using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>Many items.</summary>
internal sealed record ItemsBody
{
    [Required]
    [Description("The items, at most 1000.")]
    public NamedItemBody[]? Items { get; init; }
}

/// <summary>An item of a bulk request.</summary>
internal sealed record NamedItemBody : ItemBody
{
    [Required]
    [Description("The item, 1 to 256 characters.")]
    public string? ItemId { get; init; }
}
