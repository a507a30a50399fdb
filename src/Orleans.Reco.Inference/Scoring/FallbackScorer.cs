using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Answers a query on the caller's own thread where the scoring pool is full or away: cheap enough for a grain turn, as it looks at
/// some popular items and the neighbours of the last three events only, and runs no graph.
/// </summary>
public static class FallbackScorer
{
    /// <summary>Popular items that are looked at.</summary>
    public const int PopularDepth = 50;

    // Each candidate costs a look at its vector and its catalog row, which no cache holds: a list needs a few times its places, not more.
    private const int CandidatesPerList = 10;
    private const int Events = 3;

    // Kept for each thread: under overload, when this runs, what it would allocate is what the machine can spare least.
    [ThreadStatic]
    private static Workspace? _workspace;

    /// <summary>
    /// Candidates in the order of the dot product with the last known user vector if the model in service made it, and otherwise of
    /// co-visits and popularity.
    /// </summary>
    /// <param name="snapshot">The tenant's snapshot.</param>
    /// <param name="query">The query; its state is not used.</param>
    /// <param name="lastVector">The user vector of the last result that was not degraded; may be empty.</param>
    /// <param name="types">The interaction types of the installation.</param>
    /// <param name="now">The time for which availability is asked, seconds since 1970-01-01 UTC.</param>
    /// <returns>A degraded result without state and vector: the caller keeps those that it has.</returns>
    public static ScoreResult Score(TenantSnapshot snapshot, ScoreQuery query, Embedding lastVector, InteractionTypes types, uint now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(types);
        var filter = QueryFilters.Create(snapshot, query, now);
        var model = snapshot.ModelFor(query.ModelVersion);
        var usable = model is not null && lastVector.IsOf(model.Version) && lastVector.Dimension == model.Manifest.Dimension;
        var candidates = usable
            ? ByDotProduct(snapshot, model!, query, lastVector, filter, types)
            : ModelFreeScorer.Score(snapshot, query, filter, types, Events);
        return new ScoreResult
        {
            ModelVersion = usable ? model!.Version : ScoreResult.NoModel,
            Candidates = new Packed<ScoredCandidate>(candidates),
            Degraded = true,
        };
    }

    private static ScoredCandidate[] ByDotProduct(
        TenantSnapshot snapshot,
        ServingModel model,
        ScoreQuery query,
        Embedding vector,
        CandidateFilter filter,
        InteractionTypes types)
    {
        if (_workspace?.Types != types)
        {
            _workspace = new Workspace(types);
        }

        var (pool, candidates) = (_workspace.Pool, _workspace.Candidates);
        pool.Begin(snapshot, model, query, Events);
        if (query.Candidates.IsEmpty)
        {
            pool.AddOthers(snapshot.Rankings, query.Category, filter, CandidatesPerList, Math.Max(PopularDepth, query.Count));
        }
        else
        {
            pool.AddGiven(query.Candidates.Span, filter);
        }

        _ = pool.Score(snapshot, model, query, vector.Values.Span, [], filter, query.Count, candidates);
        return CandidateOrder.Select(candidates, query.Count, reserved: 0);
    }

    private sealed class Workspace(InteractionTypes types)
    {
        public InteractionTypes Types => types;

        public CandidatePool Pool { get; } = new(types);

        public List<ScoredCandidate> Candidates { get; } = [];
    }
}
