namespace Orleans.Reco.LoadTests;

/// <summary>Draws keys in [0, n) with probability proportional to <c>1 / rank^skew</c>; ranks are scattered over the keys.</summary>
internal sealed class ZipfSampler
{
    // A prime beyond all sizes here: multiplication by it permutes [0, n).
    private const long Scatter = 2_147_483_647;

    private readonly double[] _cumulative;

    public ZipfSampler(int n, double skew)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skew);
        _cumulative = new double[n];
        var sum = 0.0;
        for (var rank = 0; rank < n; rank++)
        {
            sum += Math.Pow(rank + 1, -skew);
            _cumulative[rank] = sum;
        }
    }

    /// <summary>The key of a rank, 0 being the most frequent.</summary>
    public int KeyOf(int rank) => (int)(rank * Scatter % _cumulative.Length);

    /// <summary>Draws a key.</summary>
    public int Next(Random random)
    {
        var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return KeyOf(Math.Min(at < 0 ? ~at : at, _cumulative.Length - 1));
    }
}
