namespace Orleans.Reco.Learning;

/// <summary>Uniform draws.</summary>
internal sealed class RandomStrategy(int dimensions, int seed) : ISearchStrategy
{
    public int? Most => null;

    public double[] Choose(int number, IReadOnlyList<SearchTrial> finished, IReadOnlyList<double[]> pending)
    {
        // Of its own for each trial, so that a resumed search draws the same.
        var random = new Random(unchecked((seed * 1_000_003) + number));
        return [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
    }
}
