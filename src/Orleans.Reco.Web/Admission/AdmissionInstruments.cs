using System.Diagnostics.Metrics;

namespace Orleans.Reco.Web;

/// <summary>Who asks how much, and how many are refused. Meter <c>Orleans.Reco.Web</c>.</summary>
internal sealed class AdmissionInstruments(IMeterFactory meters)
{
    public const string Admitted = "admitted";
    public const string OverQuota = "over quota";
    public const string QueueFull = "queue full";

    private readonly Counter<long> _requests = meters.Create("Orleans.Reco.Web")
        .CreateCounter<long>("reco.web.requests", "{request}", "Requests by tenant, admitted or refused.");

    /// <summary>Counts a request.</summary>
    public void Count(string tenant, string outcome) => _requests.Add(1, new("tenant", tenant), new("outcome", outcome));
}
