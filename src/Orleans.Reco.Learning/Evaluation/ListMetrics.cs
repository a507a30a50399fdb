namespace Orleans.Reco.Learning;

/// <summary>Measures of lists beyond those of <c>RankingMetrics</c>.</summary>
internal static class ListMetrics
{
    /// <summary>The share of the first k places that hold a relevant item; a shorter list has empty places.</summary>
    public static double Precision(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        var hits = 0;
        foreach (var item in ranked[..Math.Min(k, ranked.Length)])
        {
            hits += relevant.Contains(item) ? 1 : 0;
        }

        return (double)hits / k;
    }

    /// <summary>The sum of precision@rank over the relevant items among the first k, divided by the most that could be there.</summary>
    public static double AveragePrecision(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        var (hits, sum) = (0, 0.0);
        for (var i = 0; i < Math.Min(k, ranked.Length); i++)
        {
            if (relevant.Contains(ranked[i]))
            {
                sum += (double)++hits / (i + 1);
            }
        }

        return relevant.Count == 0 ? 0 : sum / Math.Min(k, relevant.Count);
    }

    /// <summary>Gini coefficient of non-negative numbers: 0 where all are equal, (n - 1)/n where one has everything. 0 for no numbers.</summary>
    public static double Gini(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var (total, weighted) = (sorted.Sum(), 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            weighted += (2.0 * (i + 1) - sorted.Length - 1) * sorted[i];
        }

        return total == 0 ? 0 : weighted / (sorted.Length * total);
    }

    /// <summary>The Lorenz curve: the share of the total that the smallest so many numbers have, at equal steps from 0 to 1.</summary>
    public static (double Share, double Total)[] Lorenz(IReadOnlyCollection<double> values, int points = 100)
    {
        var sums = values.Order().ToArray();
        for (var i = 1; i < sums.Length; i++)
        {
            sums[i] += sums[i - 1];
        }

        return
        [
            .. Enumerable.Range(0, points + 1).Select(p => (double)p / points).Select(share =>
            {
                var count = (int)Math.Round(share * sums.Length);
                return (share, count == 0 || sums[^1] == 0 ? 0 : sums[count - 1] / sums[^1]);
            }),
        ];
    }
}
