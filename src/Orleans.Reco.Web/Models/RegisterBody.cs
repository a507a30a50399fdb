using System.ComponentModel;

namespace Orleans.Reco.Web;

/// <summary>A bundle that was made elsewhere.</summary>
internal sealed record RegisterBody
{
    [Description("The name of a folder in the server's inbox.")]
    public string? Folder { get; init; }
}
