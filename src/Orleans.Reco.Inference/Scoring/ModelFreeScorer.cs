using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Scores without a user vector: what others touched together with the last events, then trending, then popular items. It serves
/// tenants without a model and users of whom the model knows no event.
/// </summary>
internal static class ModelFreeScorer
{
    // Of a list without any signal of its user, at most one in four is trending: popularity is the safer guess.
    private const int TrendingShare = 4;

    public static ScoredCandidate[] Score(TenantSnapshot snapshot, ScoreQuery query, CandidateFilter filter, InteractionTypes types)
    {
        var coVisits = new CoVisitScores();
        coVisits.Compute(snapshot.Catalog, query.History.Span, types);
        var similar = new List<ScoredCandidate>();
        var seen = new HashSet<int>();
        foreach (var ordinal in query.Candidates.IsEmpty ? coVisits.Ordinals : query.Candidates.Span.ToArray())
        {
            if (coVisits.Score(ordinal) is > 0 and var score && Allows(ordinal) && seen.Add(ordinal))
            {
                similar.Add(new ScoredCandidate(ordinal, score, coVisits.Because(ordinal), CandidateSource.Similar));
            }
        }

        CandidateOrder.SortBestFirst(similar, similar.Count);
        var others = query.Candidates.IsEmpty ? Lists() : Given();
        CandidateOrder.AppendBelow(similar, others);
        return [.. similar.Take(query.Count)];

        bool Allows(int ordinal) => filter.Allows(ordinal) && QueryFilters.HasCategory(snapshot, query, ordinal);

        List<ScoredCandidate> Lists()
        {
            var found = new List<ScoredCandidate>();
            var wanted = Math.Max(0, query.Count - similar.Count);
            Take(snapshot.Rankings.Trending(query.Category), CandidateSource.Trending, wanted / TrendingShare);
            Take(snapshot.Rankings.Popular(query.Category), CandidateSource.Popular, wanted - found.Count);
            return found;

            void Take(ReadOnlySpan<int> ordinals, CandidateSource source, int count)
            {
                for (var i = 0; i < ordinals.Length && count > 0; i++)
                {
                    if (Allows(ordinals[i]) && seen.Add(ordinals[i]))
                    {
                        found.Add(new ScoredCandidate(ordinals[i], 0, HistoryEvent.NoItem, source));
                        count--;
                    }
                }
            }
        }

        // Given candidates in order of popularity; those that came after the rankings last.
        List<ScoredCandidate> Given()
        {
            var given = new HashSet<int>();
            foreach (var ordinal in query.Candidates.Span)
            {
                if (Allows(ordinal) && !seen.Contains(ordinal))
                {
                    _ = given.Add(ordinal);
                }
            }

            var found = new List<ScoredCandidate>(given.Count);
            var popular = snapshot.Rankings.Popular(query.Category);
            for (var i = 0; i < popular.Length && given.Count > 0; i++)
            {
                if (given.Remove(popular[i]))
                {
                    found.Add(new ScoredCandidate(popular[i], 0, HistoryEvent.NoItem, CandidateSource.Popular));
                }
            }

            found.AddRange(given.Order().Select(ordinal => new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, CandidateSource.Popular)));
            return found;
        }
    }
}
