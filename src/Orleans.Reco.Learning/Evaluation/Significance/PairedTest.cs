namespace Orleans.Reco.Learning;

/// <summary>
/// Fisher's randomisation test for two models measured on the same users: where they are alike, a user's two values could as well
/// have been swapped (Smucker, Allan and Carterette, CIKM 2007).
/// </summary>
public static class PairedTest
{
    /// <summary>Compares.</summary>
    /// <param name="first">One value a user, shape <c>[users]</c>.</param>
    /// <param name="second">The other model's, in the same order.</param>
    /// <param name="permutations">Random swaps; the p-value is never below 1 / (this + 1). Default: 2,000. Allowed: 10 or more.</param>
    /// <param name="seed">Default: 1.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairedDifference Compare(
        IReadOnlyList<double> first, IReadOnlyList<double> second, int permutations = 2_000, int seed = 1, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 10);
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} values against {second.Count}: the models must be measured on the same users.", nameof(second));
        }

        double[] differences = [.. first.Zip(second, (a, b) => b - a)];

        // Users on whom both are alike add nothing, swapped or not.
        double[] moving = [.. differences.Where(d => d != 0)];
        var observed = Math.Abs(differences.Sum());
        var asLarge = 0;
        _ = Parallel.For(0, permutations, Parallelism.Options(threads, default), p =>
        {
            if (Math.Abs(Swapped(moving, new Random(unchecked((seed * 1_000_003) + p)))) >= observed - 1e-12)
            {
                _ = Interlocked.Increment(ref asLarge);
            }
        });
        return new PairedDifference(Bootstrap.Interval(differences, seed: seed, threads: threads), (asLarge + 1.0) / (permutations + 1));
    }

    /// <summary>P-values of several comparisons, each raised so that the chance of any false alarm among them stays below the level (Holm, 1979).</summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (at, rank) in Enumerable.Range(0, adjusted.Length).OrderBy(i => pValues[i]).Select((at, rank) => (at, rank)))
        {
            adjusted[at] = largest = Math.Max(largest, Math.Min(1, pValues[at] * (adjusted.Length - rank)));
        }

        return adjusted;
    }

    private static double Swapped(double[] differences, Random random)
    {
        var (sum, bits) = (0.0, 0L);
        for (var i = 0; i < differences.Length; i++, bits >>= 1)
        {
            // 62 bits of a non-negative number are fair coins.
            if (i % 62 == 0)
            {
                bits = random.NextInt64(1L << 62);
            }

            sum += (bits & 1) == 0 ? differences[i] : -differences[i];
        }

        return sum;
    }
}
