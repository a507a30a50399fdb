using System.Runtime.InteropServices;
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

    // Kept for each thread: in a flood, when most of its lists are made, what they would allocate is what the machine can spare least.
    [ThreadStatic]
    private static Workspace? _workspace;

    public static ScoredCandidate[] Score(
        TenantSnapshot snapshot, ScoreQuery query, CandidateFilter filter, InteractionTypes types, int events = NeighbourTable.DefaultEvents)
    {
        var (coVisits, similar, others, seen) = (_workspace ??= new Workspace()).Begin();
        CoVisits.Accumulate(snapshot.Catalog, query.History.Span, types, coVisits, events);
        foreach (var ordinal in query.Candidates.IsEmpty ? coVisits.Ordinals : query.Candidates.Span)
        {
            if (coVisits.Score(ordinal) is > 0 and var score && Allows(ordinal) && seen.Add(ordinal))
            {
                similar.Add(new ScoredCandidate(ordinal, score, coVisits.Because(ordinal), CandidateSource.Similar));
            }
        }

        CandidateOrder.SortBestFirst(similar, similar.Count);
        if (query.Candidates.IsEmpty)
        {
            AddLists();
        }
        else
        {
            AddGiven();
        }

        CandidateOrder.AppendBelow(similar, others);
        return CollectionsMarshal.AsSpan(similar)[..Math.Min(query.Count, similar.Count)].ToArray();

        bool Allows(int ordinal) => filter.Allows(ordinal) && QueryFilters.HasCategory(snapshot, query, ordinal);

        void AddLists()
        {
            var wanted = Math.Max(0, query.Count - similar.Count);
            Take(snapshot.Rankings.Trending(query.Category), CandidateSource.Trending, wanted / TrendingShare);
            Take(snapshot.Rankings.Popular(query.Category), CandidateSource.Popular, wanted - others.Count);

            void Take(ReadOnlySpan<int> ordinals, CandidateSource source, int count)
            {
                for (var i = 0; i < ordinals.Length && count > 0; i++)
                {
                    if (Allows(ordinals[i]) && seen.Add(ordinals[i]))
                    {
                        others.Add(new ScoredCandidate(ordinals[i], 0, HistoryEvent.NoItem, source));
                        count--;
                    }
                }
            }
        }

        // Given candidates in order of popularity; those that came after the rankings last.
        void AddGiven()
        {
            var given = new HashSet<int>();
            foreach (var ordinal in query.Candidates.Span)
            {
                if (Allows(ordinal) && !seen.Contains(ordinal))
                {
                    _ = given.Add(ordinal);
                }
            }

            var popular = snapshot.Rankings.Popular(query.Category);
            for (var i = 0; i < popular.Length && given.Count > 0; i++)
            {
                if (given.Remove(popular[i]))
                {
                    others.Add(new ScoredCandidate(popular[i], 0, HistoryEvent.NoItem, CandidateSource.Popular));
                }
            }

            others.AddRange(given.Order().Select(ordinal => new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, CandidateSource.Popular)));
        }
    }

    private sealed record Workspace(NeighbourScores CoVisits, List<ScoredCandidate> Similar, List<ScoredCandidate> Others, HashSet<int> Seen)
    {
        public Workspace()
            : this(new NeighbourScores(), [], [], [])
        {
        }

        public Workspace Begin()
        {
            CoVisits.Clear();
            Similar.Clear();
            Others.Clear();
            Seen.Clear();
            return this;
        }
    }
}
