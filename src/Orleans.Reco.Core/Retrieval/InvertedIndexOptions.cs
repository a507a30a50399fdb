namespace Orleans.Reco.Core;

/// <summary>How an <see cref="InvertedIndex"/> is built.</summary>
public sealed record InvertedIndexOptions
{
    /// <summary>The share of the exact result that probing finds on average, (0,1]. Default: 0.99.</summary>
    public double TargetRecall { get; init; } = 0.99;

    /// <summary>How many of the best recall is measured for; whoever asks for more has more lists probed. At least 1. Default: 200.</summary>
    public int Best { get; init; } = 200;

    /// <summary>
    /// The share of the rows that probing may look at, (0,1]. Where the target needs more, the exact search is used. Default: a third.
    /// </summary>
    public double MaxShare { get; init; } = 1d / 3;

    /// <summary>What chance starts from: the same seed, vectors and queries give the same index. Default: 1.</summary>
    public int Seed { get; init; } = 1;
}
