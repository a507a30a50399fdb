using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <content>Answering.</content>
internal sealed partial class UserGrain
{
    public async Task<RecommendResponse> Recommend(RecommendRequest request, CancellationToken cancellationToken)
    {
        using var underWay = services.Collections.Begin();
        Require(RequestValidator.Validate(request));
        RequireSequence(request.MinSequence);
        var reflected = _memory.Sequence;
        var began = services.Time.GetTimestamp();
        var excluded = _memory.History.SeenOrdinals(
            services.Types, RecommendationComposer.Ordinals(_tenant.Snapshot.Catalog, request.Exclude));
        var query = _memory.AsQuery(_key.Tenant, PinnedVersion) with
        {
            Excluded = excluded,
            Category = request.Category,
            Count = RecommendationComposer.CandidatesFor(request.Count),
        };
        var result = await Score(query, cancellationToken);

        // The catalog as it is now, not as it was when scoring began: what was hidden in between is not shown.
        var tenant = _tenant.Snapshot;
        var context = Context(tenant, request.Count) with { Excluded = excluded, Category = request.Category, Rankings = tenant.Rankings };
        var (response, shown) = services.Composer.Compose(tenant, result, context, request.Explain);
        _memory.Exposures.Record(shown, services.Time.Now());
        SaveSoon();
        if (Watch(response, services.Time.GetElapsedTime(began)))
        {
            // A trial that a crash took would begin again and count twice.
            await SaveTrial();
        }

        return response with { Sequence = reflected };
    }

    public async Task<RecommendResponse> Rank(RankRequest request, CancellationToken cancellationToken)
    {
        using var underWay = services.Collections.Begin();
        Require(RequestValidator.Validate(request));
        RequireSequence(request.MinSequence);
        var reflected = _memory.Sequence;
        var candidates = new Packed<int>(RecommendationComposer.Ordinals(_tenant.Snapshot.Catalog, request.ItemIds));
        var result = candidates.IsEmpty
            ? new ScoreResult { ModelVersion = ScoreResult.NoModel, Candidates = default }
            : await Score(_memory.AsQuery(_key.Tenant, PinnedVersion) with { Candidates = candidates, Count = candidates.Length }, cancellationToken);
        var response = services.Composer.List(result, Context(_tenant.Snapshot, request.ItemIds.Length), request.Explain);
        return response with { Sequence = reflected };
    }

    private ReRankingContext Context(TenantSnapshot tenant, int count) => new()
    {
        View = tenant.Catalog,
        Now = services.Time.Now(),
        Count = count,
        Exposures = _memory.Exposures,
        History = _memory.History,
    };

    private async Task<ScoreResult> Score(ScoreQuery query, CancellationToken cancellationToken)
    {
        var (memory, encoded) = (_memory, _memory.HistoryEvents);
        var result = await services.Pool.ScoreAsync(UserHash, query, cancellationToken);
        memory.Remember(result, encoded);
        return result;
    }

    private static void Require(FieldError? error)
    {
        if (error is not null)
        {
            throw new RecoValidationException(error.Field, error.Message);
        }
    }

    /// <summary>This activation has applied every event that was acknowledged: a higher number was never given out for this user.</summary>
    private void RequireSequence(long minSequence)
    {
        if (minSequence > _memory.Sequence)
        {
            throw new RecoValidationException("minSequence", $"must be at most {_memory.Sequence}, the number of the user's events so far");
        }
    }
}
