using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>
/// The address and the life of a scoring worker. It hands queries to the worker's threads and awaits: no arithmetic on the grain's turn. Queries of
/// its own silo do not pass through it (<see cref="LocalScorers"/>), so it must not be collected for want of calls; one whose slot a smaller
/// cluster no longer asks stays, with idle threads.
/// </summary>
[GrainType("reco-scorer")]
[Reentrant]
[KeepAlive]
[RequireRole(RecoRoles.Scoring)]
internal sealed class ScorerGrain(
    TenantRuntimes tenants,
    InteractionTypes types,
    LocalScorers locals,
    IOptions<ScoringOptions> options,
    TimeProvider time,
    ILogger<ScoringWorker> logger)
    : Grain, IScorerGrain
{
    private ScoringWorker _worker = null!;
    private Scorer _scorer = null!;

    /// <summary>The name of a slot's worker, in metrics and for its thread.</summary>
    public static string NameOf(long slot) => $"scorer-{slot}";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var slot = this.GetPrimaryKeyLong();
        _worker = new ScoringWorker(tenants, types, options.Value, time, logger, NameOf(slot));
        _scorer = new Scorer(tenants, _worker);
        locals.Add(slot, _scorer);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        locals.Remove(this.GetPrimaryKeyLong(), _scorer);
        await _worker.DisposeAsync();
    }

    public Task<ScoreResult?> Score(ScoreQuery query, CancellationToken cancellationToken) => _scorer.ScoreAsync(query, cancellationToken);
}
