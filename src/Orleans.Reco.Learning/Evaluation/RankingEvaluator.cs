namespace Orleans.Reco.Learning;

/// <summary>
/// Measures models on evaluation cases: full ranking over all candidates, the items of the history left out. Sampled ranking is a
/// method of its own, so that its numbers cannot be taken for the others.
/// </summary>
public sealed class RankingEvaluator
{
    private const int BatchSize = 256;
    private const int Deepest = 20;
    private const int Listed = 10;

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
    public ModelMetrics Evaluate(IRecommenderModel model, CancellationToken cancellationToken = default) =>
        Summarise(model.Name, Rank(model, negatives: null, cancellationToken), sampling: null).Metrics;

    /// <summary>Averages lists that are made elsewhere: from the cases and the candidates, the best items of each case.</summary>
    internal ModelMetrics Evaluate(string model, Func<IReadOnlyList<EvaluationCase>, bool[], int[][]> rank) =>
        Summarise(model, rank(_cases, _candidates), sampling: null).Metrics;

    /// <summary>The best items for every user.</summary>
    internal int[][] Rank(IRecommenderModel model, CancellationToken cancellationToken) => Rank(model, negatives: null, cancellationToken);

    /// <summary>Ranks for every user and keeps what each one got.</summary>
    /// <param name="model">The model.</param>
    /// <param name="items">The training data's statistics, for slices and for what goes beyond accuracy; null = neither.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public ModelEvaluation EvaluateInDetail(
        IRecommenderModel model, ItemStatistics? items = null, CancellationToken cancellationToken = default)
    {
        var ranked = Rank(model, negatives: null, cancellationToken);
        var evaluation = Summarise(model.Name, ranked, sampling: null);
        return items is null ? evaluation : evaluation with
        {
            Beyond = Beyond(ranked, evaluation.Exposure, items),
            Slices = EvaluationSlices.Measure(_cases, ranked, items),
        };
    }

    /// <summary>
    /// Ranks the targets among a sample of other items only. The numbers are far higher than those of full ranking, are not comparable
    /// with them and may order models otherwise (Krichene and Rendle, KDD 2020).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="negatives">Items drawn uniformly for each user, without targets and history. Allowed: 1 or more.</param>
    /// <param name="seed">Seed of the draw; every model gets the same items.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public ModelMetrics EvaluateSampled(IRecommenderModel model, int negatives, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        var sampler = new SampledCandidates(_candidates, negatives, seed);
        return Summarise(
            model.Name,
            Rank(model, sampler, cancellationToken),
            $"Sampled ranking: targets among {negatives} uniformly drawn items a user, seed {seed}; not comparable with full ranking").Metrics;
    }

    private int[][] Rank(IRecommenderModel model, SampledCandidates? negatives, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var ranked = new int[_cases.Count][];
        var scores = new float[Math.Min(BatchSize, _cases.Count) * model.Items];
        foreach (var range in Enumerable.Range(0, _cases.Count).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = range[0];
            model.Score([.. range.Select(i => _cases[i].History)], scores.AsMemory(0, range.Length * model.Items));
            _ = Parallel.For(0, range.Length, Parallelism.Options(_threads, cancellationToken), row =>
            {
                var test = _cases[first + row];
                var candidates = negatives?.Of(test, first + row) ?? _candidates;
                ranked[first + row] = TopItems.Select(scores.AsSpan(row * model.Items, model.Items), test.History.Span, candidates, Deepest);
            });
        }

        return ranked;
    }

    private ModelEvaluation Summarise(string model, int[][] ranked, string? sampling)
    {
        var perUser = new PerUserMetrics(_cases.Count);
        var exposure = Array.ConvertAll(_candidates, candidate => candidate ? 0 : -1);
        for (var at = 0; at < ranked.Length; at++)
        {
            perUser.Set(at, ranked[at], _cases[at].Targets.ToHashSet());
            foreach (var item in Top(ranked[at]))
            {
                exposure[item - 1]++;
            }
        }

        var metrics = new ModelMetrics
        {
            Model = model,
            Sampling = sampling,
            Cutoffs = perUser.Means(),
            Coverage10 = exposure.Count(e => e > 0) / (double)Math.Max(1, exposure.Count(e => e >= 0)),
        };
        return new ModelEvaluation { Metrics = metrics, PerUser = perUser, Exposure = exposure };
    }

    private BeyondAccuracy Beyond(int[][] ranked, IReadOnlyList<int> exposure, ItemStatistics items)
    {
        var diversity = new double[ranked.Length];
        _ = Parallel.For(0, ranked.Length, Parallelism.Options(_threads, default), at => diversity[at] = items.Diversity(Top(ranked[at])));
        var (listed, bits, percentile) = (0L, 0.0, 0.0);
        for (var item = 0; item < exposure.Count; item++)
        {
            var times = Math.Max(0, exposure[item]);
            listed += times;
            bits += times * items.SelfInformation[item];
            percentile += times * items.PopularityPercentile[item];
        }

        return new BeyondAccuracy(
            diversity.DefaultIfEmpty().Average(),
            items.DiversityBasis,
            bits / Math.Max(1, listed),
            ListMetrics.Gini([.. exposure.Where(e => e >= 0).Select(e => (double)e)]),
            percentile / Math.Max(1, listed));
    }

    private static ReadOnlySpan<int> Top(int[] ranked) => ranked.AsSpan(0, Math.Min(Listed, ranked.Length));
}
