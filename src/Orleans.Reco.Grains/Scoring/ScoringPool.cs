using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Reco.Grains;

/// <summary>The way to a scoring worker, and the way out where none can take the query.</summary>
internal sealed partial class ScoringPool(
    IGrainFactory grains,
    LocalScorers locals,
    ITenantSnapshots tenants,
    InteractionTypes types,
    ISiloStatusOracle membership,
    ISiloMetadataCache metadata,
    IOptions<ScoringPoolOptions> options,
    TimeProvider time,
    ILogger<ScoringPool> logger)
{
    /// <summary>Silos that come or go are counted after this long: until then a query may meet a slot that moves.</summary>
    private static readonly TimeSpan CountInterval = TimeSpan.FromMilliseconds(100);

    private long _countedAt;
    private volatile ScorerSlot[] _slots = [];

    /// <summary>
    /// Scores by the pool; where it is full, away or too slow, in dot-product or popularity order by this silo's own tables.
    /// Never fails for want of a worker.
    /// </summary>
    /// <param name="affinity">Queries of equal affinity go to the same slot.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task<ScoreResult> ScoreAsync(uint affinity, ScoreQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var slots = Slots();
            var slot = slots[affinity % slots.Length];
            if (slot.Rests)
            {
                ScoringInstruments.CountShed(slot.Name);
            }
            else if (await slot.ScoreAsync(query, cancellationToken) is { } result)
            {
                return result;
            }
            else
            {
                slot.HadNoRoom();
            }
        }
        catch (Exception exception) when (exception is not (RecoUnavailableException or TimeoutException or OrleansException or OperationCanceledException)
            && tenants.Get(query.Tenant).Canary is { } canary && canary.Version == query.ModelVersion)
        {
            // A canary that cannot score must not cost its users their list; that it did not answer is counted against it.
            LogCanaryFailed(logger, canary.Version, exception);
            return await ScoreAsync(affinity, query with { ModelVersion = null }, cancellationToken);
        }
        catch (Exception exception) when (exception is RecoUnavailableException or TimeoutException or OrleansException)
        {
            LogShed(logger, exception.GetType().Name);
        }

        // Lists of this kind are not made diverse, and so are chosen from fewer; candidates that the caller named are all wanted.
        var wanted = query.Candidates.IsEmpty ? query with { Count = (query.Count + 1) / 2 } : query;
        return FallbackScorer.Score(tenants.Get(query.Tenant), wanted, query.Vector, types, time.Now());
    }

    private ScorerSlot[] Slots()
    {
        var now = time.GetTimestamp();
        if (_slots.Length == 0 || time.GetElapsedTime(Interlocked.Read(ref _countedAt), now) > CountInterval)
        {
            var count = CountSlots();
            if (count != _slots.Length)
            {
                _slots = [.. Enumerable.Range(0, count).Select(slot => new ScorerSlot(slot, grains.GetGrain<IScorerGrain>(slot), locals, time))];
            }

            Interlocked.Exchange(ref _countedAt, now);
        }

        return _slots;
    }

    private int CountSlots()
    {
        var silos = membership.GetActiveSilos()
            .Count(silo => metadata.GetSiloMetadata(silo).Metadata.TryGetValue(RequireRoleDirector.MetadataKey, out var roles)
                && Enum.TryParse<RecoRoles>(roles, out var has) && has.HasFlag(RecoRoles.Scoring));
        return Math.Max(silos, 1) * options.Value.SlotsPerSilo;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Canary {Version} could not score a query; the model in service did")]
    private static partial void LogCanaryFailed(ILogger logger, string version, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scoring pool could not take a query ({Cause}); served in dot-product order")]
    private static partial void LogShed(ILogger logger, string cause);
}
