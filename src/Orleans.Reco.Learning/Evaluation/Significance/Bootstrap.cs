namespace Orleans.Reco.Learning;

/// <summary>Percentile bootstrap over users (Efron and Tibshirani, 1993). The same seed gives the same interval on any number of threads.</summary>
public static class Bootstrap
{
    /// <summary>The interval of a mean.</summary>
    /// <param name="values">One value a user, shape <c>[users]</c>.</param>
    /// <param name="level">How often the interval shall hold the true mean. Default: 0.95. Allowed: above 0, below 1.</param>
    /// <param name="resamples">Default: 1,000. Allowed: 10 or more.</param>
    /// <param name="seed">Default: 1.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <returns>The mean twice as its own ends where there are fewer than two values.</returns>
    public static ConfidenceInterval Interval(
        IReadOnlyList<double> values, double level = 0.95, int resamples = 1_000, int seed = 1, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 10);
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Above 0 and below 1 is allowed.");
        }

        double[] sample = [.. values];
        var mean = sample.DefaultIfEmpty().Average();
        if (sample.Length < 2)
        {
            return new ConfidenceInterval(mean, mean, mean, level);
        }

        var means = new double[resamples];
        _ = Parallel.For(0, resamples, Parallelism.Options(threads, default), r =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + r));
            var sum = 0.0;
            for (var i = 0; i < sample.Length; i++)
            {
                sum += sample[random.Next(sample.Length)];
            }

            means[r] = sum / sample.Length;
        });
        Array.Sort(means);
        return new ConfidenceInterval(mean, Quantile(means, (1 - level) / 2), Quantile(means, (1 + level) / 2), level);
    }

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
