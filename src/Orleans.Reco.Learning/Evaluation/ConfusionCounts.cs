namespace Orleans.Reco.Learning;

/// <summary>How often a yes or no was right; ratios are 0 where nothing is divided by.</summary>
/// <param name="TruePositives">Said yes, was yes.</param>
/// <param name="FalsePositives">Said yes, was no.</param>
/// <param name="FalseNegatives">Said no, was yes.</param>
/// <param name="TrueNegatives">Said no, was no.</param>
public readonly record struct ConfusionCounts(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>Share of right answers, [0,1].</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Share of "yes" that was right, [0,1].</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the positives that were found, [0,1].</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall, [0,1].</summary>
    public double F1 => Ratio(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
