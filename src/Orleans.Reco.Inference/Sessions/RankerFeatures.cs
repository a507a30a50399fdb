namespace Orleans.Reco.Inference;

/// <summary>The features that a ranker may take beside the vectors, computed alike in training and serving.</summary>
public static class RankerFeatures
{
    /// <summary>User vector · item vector.</summary>
    public const string Dot = "dot";

    /// <summary>The sum of the similarities to the last 10 events, 0 where the item is no neighbour of any.</summary>
    public const string Neighbour = "neighbour";

    /// <summary>
    /// <c>log(1 + p)</c>, p the item's value in <see cref="BundleFiles.Popularity"/>, 0 for items outside the vocabulary.
    /// </summary>
    public const string LogPopularity = "logPopularity";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Dot, Neighbour, LogPopularity];

    /// <summary>True for a name of <see cref="All"/>.</summary>
    public static bool IsKnown(string name) => All.Contains(name);
}
