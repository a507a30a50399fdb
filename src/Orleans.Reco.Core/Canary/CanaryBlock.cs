namespace Orleans.Reco.Core;

/// <summary>The users of one version whose first list was of one look.</summary>
/// <param name="Users">How many.</param>
/// <param name="Successes">How many of them had each success, in the order of <see cref="CanaryTest.Metrics"/>.</param>
public readonly record struct CanaryBlock(long Users, long[] Successes)
{
    /// <summary>Nobody.</summary>
    public static CanaryBlock Empty => new(0, new long[CanaryTest.Metrics.Count]);
}
