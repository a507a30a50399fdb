using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>The limits of the REST API. Section <c>Reco:Web</c>.</summary>
public sealed class RecoWebOptions
{
    /// <summary>Most events in one request, 1 to 100,000. Default: 1000.</summary>
    [Range(1, 100_000, ErrorMessage = "Reco:Web:MaxEvents must be 1 to 100,000.")]
    public int MaxEvents { get; set; } = 1000;

    /// <summary>Most items in one bulk request, 1 to 100,000. Default: 1000.</summary>
    [Range(1, 100_000, ErrorMessage = "Reco:Web:MaxItems must be 1 to 100,000.")]
    public int MaxItems { get; set; } = 1000;

    /// <summary>Largest request body in bytes, 1 KiB to 256 MiB. Default: 4 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024, ErrorMessage = "Reco:Web:MaxBodyBytes must be 1024 to 268435456.")]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>What <c>Retry-After</c> says when the cluster is not available, 1 s to 1 h. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Reco:Web:RetryAfter must be 1 s to 1 h.")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Known shoppers that the demo on the first page offers; it begins with the first. Default: none, a new shopper.</summary>
    public IList<string> DemoShoppers { get; } = [];
}
