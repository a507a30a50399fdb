using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>The slices that every report shows.</summary>
internal static class EvaluationSlices
{
    /// <summary>A user with at most so many events of history is cold.</summary>
    public const int ColdHistory = 5;

    /// <summary>An item with at most so many training events is cold.</summary>
    public const int ColdEvents = 5;

    private const double PopularShare = 0.2;

    public static IReadOnlyList<SliceMetrics> Measure(IReadOnlyList<EvaluationCase> cases, int[][] ranked, ItemStatistics items)
    {
        var byPopularity = Enumerable.Range(0, items.Events.Count).OrderByDescending(i => items.Events[i]).ThenBy(i => i);
        var popular = byPopularity.Take((int)Math.Ceiling(items.Events.Count * PopularShare)).Select(i => i + 1).ToHashSet();
        return
        [
            Slice($"cold users (history ≤ {ColdHistory})", c => c.History.Length <= ColdHistory, _ => true),
            Slice($"warm users (history > {ColdHistory})", c => c.History.Length > ColdHistory, _ => true),
            Slice($"cold items (≤ {ColdEvents} events)", _ => true, i => items.Events[i - 1] <= ColdEvents),
            Slice("popular items (top 20 %)", _ => true, popular.Contains),
            Slice("tail items (the other 80 %)", _ => true, i => !popular.Contains(i)),
        ];

        SliceMetrics Slice(string name, Func<EvaluationCase, bool> user, Func<int, bool> target)
        {
            var (users, hits, ndcg, recall) = (0, 0.0, 0.0, 0.0);
            for (var at = 0; at < cases.Count; at++)
            {
                if (user(cases[at]) && cases[at].Targets.Where(target).ToHashSet() is { Count: > 0 } relevant)
                {
                    users++;
                    hits += RankingMetrics.HitRate(ranked[at], relevant, 10);
                    ndcg += RankingMetrics.Ndcg(ranked[at], relevant, 10);
                    recall += RankingMetrics.Recall(ranked[at], relevant, 20);
                }
            }

            return new SliceMetrics(name, users, hits / Math.Max(1, users), ndcg / Math.Max(1, users), recall / Math.Max(1, users));
        }
    }
}
