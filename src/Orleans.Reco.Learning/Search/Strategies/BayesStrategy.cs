namespace Orleans.Reco.Learning;

/// <summary>
/// Bayesian optimisation: where a Gaussian process over the trials so far expects the largest improvement (Jones et al., 1998; Snoek et
/// al., NIPS 2012). Pending trials are taken to come out as the process expects them (Kriging believer, Ginsbourger et al., 2010).
/// Of trials with several budgets it looks at the largest budget with enough results (BOHB, Falkner et al., ICML 2018).
/// </summary>
internal sealed class BayesStrategy(IReadOnlyList<SearchDimension> dimensions, int seed) : ISearchStrategy
{
    private const int Candidates = 1_000;
    private const int Refinements = 200;

    private readonly RandomStrategy _random = new(dimensions.Count, seed);

    public int? Most => null;

    public double[] Choose(int number, IReadOnlyList<SearchTrial> finished, IReadOnlyList<double[]> pending)
    {
        var (places, metrics) = Observations(finished);
        if (number <= dimensions.Count + 2 || metrics.Count < 2)
        {
            return _random.Choose(number, finished, pending);
        }

        var process = GaussianProcess.Fit([.. places], Standardise(metrics));
        if (pending.Count > 0)
        {
            process = process.With([.. pending], [.. pending.Select(p => process.Predict(p).Mean)]);
        }

        return Maximise(process, new Random(unchecked((seed * 1_000_003) + number)));
    }

    private (List<double[]> Places, List<double> Metrics) Observations(IReadOnlyList<SearchTrial> finished)
    {
        var enough = 2 * (dimensions.Count + 1);
        var budgets = finished.SelectMany(t => t.Results).CountBy(r => r.Budget).OrderByDescending(b => b.Key).ToArray();
        if (budgets.Length == 0)
        {
            return ([], []);
        }

        var budget = budgets.FirstOrDefault(b => b.Value >= enough, budgets[^1]).Key;
        double[] PlaceOf(SearchTrial trial) => [.. dimensions.Select(d => d.Place(trial.Parameters[d.Name]))];
        var measured = finished
            .Select(t => (Trial: t, Metric: t.Results.FirstOrDefault(r => r.Budget == budget, (Budget: 0, Metric: double.NaN)).Metric))
            .Where(t => double.IsFinite(t.Metric))
            .ToArray();

        // A failed trial counts as the worst, or the same place would be chosen again and again.
        var failed = measured.Length == 0 ? [] : finished.Where(t => t.Error is not null).ToArray();
        return (
            [.. measured.Select(t => PlaceOf(t.Trial)), .. failed.Select(PlaceOf)],
            [.. measured.Select(t => t.Metric), .. failed.Select(_ => measured.Min(t => t.Metric))]);
    }

    private static double[] Standardise(List<double> metrics)
    {
        var mean = metrics.Average();
        var deviation = Math.Sqrt(metrics.Average(m => (m - mean) * (m - mean)));
        return [.. metrics.Select(m => (m - mean) / (deviation > 0 ? deviation : 1))];
    }

    // Anywhere first, then around the best so far, ever nearer.
    private double[] Maximise(GaussianProcess process, Random random)
    {
        var (best, improvement) = (Draw(random), double.NegativeInfinity);
        for (var c = 0; c < Candidates + Refinements; c++)
        {
            var width = 0.2 * Math.Pow(0.98, c - Candidates);
            double[] candidate = c < Candidates
                ? Draw(random)
                : [.. best.Select(x => Math.Clamp(x + (width * ((2 * random.NextDouble()) - 1)), 0, 1))];
            var expected = process.ExpectedImprovement(candidate);
            if (expected > improvement)
            {
                (best, improvement) = (candidate, expected);
            }
        }

        return best;
    }

    private double[] Draw(Random random) => [.. dimensions.Select(_ => random.NextDouble())];
}
