using System.Numerics.Tensors;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// The candidates of one query from all sources, scored by <c>user · item + w · neighbours</c>. Reusable; not thread-safe.
/// </summary>
internal sealed class CandidatePool(InteractionTypes types)
{
    private readonly CandidateMerger _merger = new();
    private readonly NeighbourScores _neighbours = new();
    private readonly NeighbourScores _coVisits = new();
    private readonly List<ScoredCandidate> _unknown = [];

    /// <summary>Begins a query: forgets the last one and looks up the neighbours of the last events of its history.</summary>
    public void Begin(TenantSnapshot snapshot, ServingModel model, ScoreQuery query, int events = NeighbourTable.DefaultEvents)
    {
        _merger.Clear();
        _neighbours.Clear();
        _coVisits.Clear();
        model.Neighbours?.Accumulate(query.History.Span, types, _neighbours, events);
        CoVisits.Accumulate(snapshot.Catalog, query.History.Span, types, _coVisits, events, model.Neighbours is null ? null : model);
    }

    /// <summary>The sum of similarities to the history, weighted by recency; 0 for none.</summary>
    public float Neighbour(int ordinal) => _neighbours.Score(ordinal);

    /// <summary>Adds what retrieval found.</summary>
    public void AddPersonal(ReadOnlySpan<int> ordinals, ReadOnlySpan<float> scores)
    {
        for (var i = 0; i < ordinals.Length; i++)
        {
            _ = _merger.Add(new ScoredCandidate(ordinals[i], scores[i], BecauseOf(ordinals[i]), CandidateSource.Personal));
        }
    }

    /// <summary>Adds the candidates that the caller named.</summary>
    public void AddGiven(ReadOnlySpan<int> ordinals, CandidateFilter filter)
    {
        foreach (var ordinal in ordinals)
        {
            if (filter.Allows(ordinal))
            {
                var because = BecauseOf(ordinal);
                var source = because == HistoryEvent.NoItem ? CandidateSource.Personal : CandidateSource.Similar;
                _ = _merger.Add(new ScoredCandidate(ordinal, 0, because, source));
            }
        }
    }

    /// <summary>
    /// Adds neighbours of the history, trending, popular and new items. After an exact retrieval popular items have nothing to add:
    /// those with a vector were all looked at, and the list is filled with the others anyway.
    /// </summary>
    public void AddOthers(CatalogRankings rankings, string? category, CandidateFilter filter, int perList, int popular)
    {
        AddSimilar(_neighbours.Ordinals, filter);
        AddSimilar(_coVisits.Ordinals, filter);
        _merger.Add(rankings.Trending(category), CandidateSource.Trending, filter, perList);
        _merger.Add(rankings.Popular(category), CandidateSource.Popular, filter, popular);
        _merger.Add(rankings.New(category), CandidateSource.New, filter, perList);
    }

    /// <summary>
    /// Scores all candidates, best first, by the dot product or, where there are any, by <paramref name="itemScores"/>, shape
    /// <c>[items]</c>. Items that the model has no vector of come after all others in the order in which sources gave them; popular items
    /// fill the list up to <paramref name="atLeast"/>.
    /// </summary>
    /// <param name="snapshot">The tenant.</param>
    /// <param name="model">The model.</param>
    /// <param name="query">The query.</param>
    /// <param name="user">The user vector.</param>
    /// <param name="itemScores">Scores by vocabulary row; may be empty.</param>
    /// <param name="filter">The query's filter.</param>
    /// <param name="atLeast">How many there should be.</param>
    /// <param name="candidates">Receives them; what it held is forgotten.</param>
    /// <returns>How many of the first have a vector.</returns>
    public int Score(
        TenantSnapshot snapshot,
        ServingModel model,
        ScoreQuery query,
        ReadOnlySpan<float> user,
        ReadOnlySpan<float> itemScores,
        CandidateFilter filter,
        int atLeast,
        List<ScoredCandidate> candidates)
    {
        candidates.Clear();
        _unknown.Clear();
        foreach (ref readonly var candidate in _merger.Candidates)
        {
            if (!QueryFilters.HasCategory(snapshot, query, candidate.Ordinal))
            {
                continue;
            }

            if (model.Vectors.TryGetRow(candidate.Ordinal, out var row))
            {
                var score = candidate.Source == CandidateSource.Personal && candidate.Score != 0 ? candidate.Score
                    : itemScores.IsEmpty ? TensorPrimitives.Dot(user, model.Vectors.Row(row))
                    : itemScores[row];
                candidates.Add(candidate with { Score = score + (model.Manifest.NeighbourWeight * Neighbour(candidate.Ordinal)) });
            }
            else
            {
                _unknown.Add(candidate);
            }
        }

        var count = candidates.Count;
        CandidateOrder.SortBestFirst(candidates, count);
        if (count + _unknown.Count < atLeast)
        {
            FillWithPopular(snapshot, query, filter, atLeast - count - _unknown.Count);
        }

        CandidateOrder.AppendBelow(candidates, _unknown);
        return count;
    }

    private void FillWithPopular(TenantSnapshot snapshot, ScoreQuery query, CandidateFilter filter, int missing)
    {
        if (!query.Candidates.IsEmpty)
        {
            return;
        }

        foreach (var ordinal in snapshot.Rankings.Popular(query.Category))
        {
            var candidate = new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, CandidateSource.Popular);
            if (filter.Allows(ordinal) && QueryFilters.HasCategory(snapshot, query, ordinal) && _merger.Add(candidate))
            {
                _unknown.Add(candidate);
                if (--missing == 0)
                {
                    return;
                }
            }
        }
    }

    private void AddSimilar(ReadOnlySpan<int> ordinals, CandidateFilter filter)
    {
        foreach (var ordinal in ordinals)
        {
            if (filter.Allows(ordinal))
            {
                _ = _merger.Add(new ScoredCandidate(ordinal, 0, BecauseOf(ordinal), CandidateSource.Similar));
            }
        }
    }

    private int BecauseOf(int ordinal) =>
        _neighbours.Because(ordinal) is >= 0 and var because ? because : _coVisits.Because(ordinal);
}
