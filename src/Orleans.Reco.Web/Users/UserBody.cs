using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>What a shop says of a user.</summary>
internal sealed record UserBody
{
    [Required]
    [Description("Attributes, name to value; replaces those that were there.")]
    public Dictionary<string, string?>? Attributes { get; init; }
}
