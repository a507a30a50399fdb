using System.ComponentModel;

namespace Orleans.Reco.Web;

/// <summary>A wish to refresh the model.</summary>
internal sealed record RefreshBody
{
    [Description("Why, for the record; at most 256 characters. Default: requested.")]
    public string? Reason { get; init; }

    [Description("full, or quick to go on from the model in service. Default: full.")]
    public string? Kind { get; init; }
}
