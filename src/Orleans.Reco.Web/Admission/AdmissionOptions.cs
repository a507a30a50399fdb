using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>How much the API takes in at a time. Section <c>Reco:Web:Admission</c>.</summary>
public sealed class AdmissionOptions
{
    /// <summary>Requests that are served at a time, 1 to 100,000. Default: 1024.</summary>
    [Range(1, 100_000, ErrorMessage = "Reco:Web:Admission:MaxRequests must be 1 to 100,000.")]
    public int MaxRequests { get; set; } = 1024;

    /// <summary>Requests that may wait for their turn; further ones get 503 at once. 0 to 100,000. Default: 1024.</summary>
    [Range(0, 100_000, ErrorMessage = "Reco:Web:Admission:MaxQueued must be 0 to 100,000.")]
    public int MaxQueued { get; set; } = 1024;

    /// <summary>
    /// Requests that each tenant may send to this process in a second, with bursts of as many; further ones get 429. 0 to 1,000,000;
    /// 0 sets no quota. Default: 0.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Reco:Web:Admission:TenantRequestsPerSecond must be 0 to 1,000,000.")]
    public int TenantRequestsPerSecond { get; set; }

    /// <summary>Quotas of tenants that have another one, by the tenant's name; 0 sets none.</summary>
    public IDictionary<string, int> TenantQuotas { get; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
