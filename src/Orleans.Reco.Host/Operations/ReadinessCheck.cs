using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Reco.Client;
using Orleans.Runtime;

namespace Orleans.Reco.Host;

/// <summary>Ready when the silo is active and answers a recommendation's first step: the catalog of the default tenant.</summary>
internal sealed class ReadinessCheck(ISiloStatusOracle membership, IRecoClient client, DrainNotice drain) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.Leaving)
        {
            return HealthCheckResult.Unhealthy("The process is leaving.");
        }

        if (membership.CurrentStatus != SiloStatus.Active)
        {
            return HealthCheckResult.Unhealthy($"The silo is {membership.CurrentStatus}.");
        }

        await client.GetCatalogAsync(0, 1, null, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
