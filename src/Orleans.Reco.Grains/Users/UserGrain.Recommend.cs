using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <content>Answering.</content>
internal sealed partial class UserGrain
{
    public async Task<RecommendResponse> Recommend(RecommendRequest request)
    {
        Require(RequestValidator.Validate(request));
        RequireSequence(request.MinSequence);
        var started = _memory.Sequence;
        var query = _memory.AsQuery(_key.Tenant, services.Window) with
        {
            Excluded = _memory.History.SeenOrdinals(services.Types, services.Recommendations.Ordinals(_tenant.Snapshot.Catalog, request.Exclude)),
            Category = request.Category,
            Count = services.Recommendations.CandidatesFor(request.Count),
        };
        var result = await Score(query);

        // The catalog as it is now, not as it was when scoring began: what was hidden in between is not shown.
        var response = services.Recommendations.Compose(
            _tenant.Snapshot.Catalog, result, request.Count, request.Category, query.Excluded, request.Explain, _memory.Exposures, out var shown);
        _memory.Exposures.Record(shown, Now);
        SaveSoon();
        return response with { Sequence = started };
    }

    public async Task<RecommendResponse> Rank(RankRequest request)
    {
        Require(RequestValidator.Validate(request));
        RequireSequence(request.MinSequence);
        var started = _memory.Sequence;
        var candidates = services.Recommendations.Ordinals(_tenant.Snapshot.Catalog, request.ItemIds);
        if (candidates.Length == 0)
        {
            return services.Recommendations.Empty(_tenant.Snapshot) with { Sequence = started };
        }

        var query = _memory.AsQuery(_key.Tenant, services.Window) with { Candidates = new Packed<int>(candidates), Count = candidates.Length };
        var result = await Score(query);
        return services.Recommendations.List(_tenant.Snapshot.Catalog, result, request.Explain) with { Sequence = started };
    }

    private async Task<ScoreResult> Score(ScoreQuery query)
    {
        var (memory, encoded) = (_memory, _memory.HistoryEvents);
        var result = await services.Pool.ScoreAsync(this.GetGrainId().GetUniformHashCode(), query, memory.Vector);
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

    /// <summary>This activation applied every event that was ever acknowledged, so a higher number was never given out for this user.</summary>
    private void RequireSequence(long minSequence)
    {
        if (minSequence > _memory.Sequence)
        {
            throw new RecoSequenceException(minSequence, _memory.Sequence);
        }
    }
}
