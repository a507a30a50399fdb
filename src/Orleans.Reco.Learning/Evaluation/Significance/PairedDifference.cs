namespace Orleans.Reco.Learning;

/// <summary>How two models differ on the same users.</summary>
/// <param name="Difference">Mean of the second minus mean of the first, with its bootstrap interval.</param>
/// <param name="PValue">
/// How often chance alone would give a mean difference at least as large, two-sided, (0,1]. Of several comparisons at once, see
/// <see cref="PairedTest.Holm"/>.
/// </param>
public sealed record PairedDifference(ConfidenceInterval Difference, double PValue);
