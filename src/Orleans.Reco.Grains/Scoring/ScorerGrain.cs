using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>The address of a scoring worker. It hands queries to the worker's thread and awaits: no arithmetic on the grain's turn.</summary>
[GrainType("reco-scorer")]
[Reentrant]
[RequireRole(RecoRoles.Scoring)]
internal sealed class ScorerGrain(
    TenantRuntimes tenants, InteractionTypes types, IOptions<ScoringOptions> options, TimeProvider time, ILogger<ScoringWorker> logger)
    : Grain, IScorerGrain
{
    private ScoringWorker _worker = null!;

    /// <summary>The name of a slot's worker, in metrics and for its thread.</summary>
    public static string NameOf(long slot) => $"scorer-{slot}";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _worker = new ScoringWorker(tenants, types, options.Value, time, logger, NameOf(this.GetPrimaryKeyLong()));
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await _worker.DisposeAsync();

    public async Task<ScoreResult?> Score(ScoreQuery query, CancellationToken cancellationToken)
    {
        var tenant = await tenants.GetLoadedAsync(query.Tenant);
        if (query.Candidates.IsEmpty)
        {
            // Not those that retrieve nothing: what a list costs is what the next model is measured by.
            tenant.Queries.Add(query);
        }

        if (!_worker.Admits())
        {
            return null;
        }

        try
        {
            return await _worker.ScoreAsync(query, cancellationToken);
        }
        catch (ScoringOverloadedException)
        {
            // Filled since it was asked.
            return null;
        }
    }
}
