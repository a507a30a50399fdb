using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Reco.Inference;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>The address of a scoring worker. It hands queries to the worker's thread and awaits: no arithmetic on the grain's turn.</summary>
[GrainType("reco-scorer")]
[Reentrant]
[RequireRole(RecoRoles.Scoring)]
internal sealed class ScorerGrain(IServiceProvider services, TenantRuntimes tenants) : Grain, IScorerGrain
{
    private readonly ScoringWorker _worker = ActivatorUtilities.CreateInstance<ScoringWorker>(services);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await _worker.DisposeAsync();

    public async Task<ScoreResult> Score(ScoreQuery query)
    {
        await tenants.GetLoadedAsync(query.Tenant);
        try
        {
            return await _worker.ScoreAsync(query, CancellationToken.None);
        }
        catch (ScoringOverloadedException)
        {
            throw new RecoUnavailableException("The scoring queue is full.");
        }
    }
}
