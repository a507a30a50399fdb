using System.ComponentModel;

namespace Orleans.Reco.Web;

/// <summary>A wish to go back.</summary>
internal sealed record RollBackBody
{
    [Description("Why, for the record; at most 256 characters. Default: requested.")]
    public string? Reason { get; init; }
}
