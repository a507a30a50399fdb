using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>Measures models on evaluation cases: full ranking over all candidates, the items of the history left out.</summary>
public sealed class RankingEvaluator
{
    private const int BatchSize = 256;
    private const int Deepest = 20;

    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly bool[] _candidates;
    private readonly int _threads;

    /// <summary>Takes the cases of one window.</summary>
    /// <param name="cases">The users to rank for.</param>
    /// <param name="candidates">Which items a ranking may hold, shape <c>[items]</c>.</param>
    /// <param name="threads">0 = all cores.</param>
    public RankingEvaluator(IReadOnlyList<EvaluationCase> cases, bool[] candidates, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(candidates);
        (_cases, _candidates, _threads) = (cases, candidates, threads);
    }

    /// <summary>The number of users that are ranked for.</summary>
    public int Users => _cases.Count;

    /// <summary>Ranks for every user and averages.</summary>
    public ModelMetrics Evaluate(IRecommenderModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var perUser = new (double Hit, double Ndcg, double Recall, double Mrr, double Ndcg20)[_cases.Count];
        var listed = new bool[model.Items];
        var scores = new float[Math.Min(BatchSize, _cases.Count) * model.Items];
        foreach (var range in Enumerable.Range(0, _cases.Count).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = range[0];
            model.Score([.. range.Select(i => _cases[i].History)], scores.AsMemory(0, range.Length * model.Items));
            _ = Parallel.For(0, range.Length, Parallelism.Options(_threads, cancellationToken), row =>
            {
                var test = _cases[first + row];
                var ranked = TopItems.Select(scores.AsSpan(row * model.Items, model.Items), test.History.Span, _candidates, Deepest);
                var relevant = test.Targets.ToHashSet();
                perUser[first + row] = (
                    RankingMetrics.HitRate(ranked, relevant, 10),
                    RankingMetrics.Ndcg(ranked, relevant, 10),
                    RankingMetrics.Recall(ranked, relevant, Deepest),
                    RankingMetrics.ReciprocalRank(ranked, relevant, 10),
                    RankingMetrics.Ndcg(ranked, relevant, Deepest));
                foreach (var item in ranked.AsSpan(0, Math.Min(10, ranked.Length)))
                {
                    listed[item - 1] = true;
                }
            });
        }

        var users = Math.Max(1, _cases.Count);
        return new ModelMetrics(
            model.Name,
            perUser.Sum(u => u.Hit) / users,
            perUser.Sum(u => u.Ndcg) / users,
            perUser.Sum(u => u.Recall) / users,
            perUser.Sum(u => u.Mrr) / users,
            listed.Count(l => l) / (double)Math.Max(1, _candidates.Count(c => c)),
            perUser.Sum(u => u.Ndcg20) / users);
    }
}
