namespace Orleans.Reco.Learning;

/// <summary>What lists of 10 are like, besides right.</summary>
/// <param name="Diversity10">Mean intra-list diversity (Ziegler et al., WWW 2005), [0,1].</param>
/// <param name="DiversityBasis">What items are alike by, in words.</param>
/// <param name="Novelty10">Mean self-information of the listed items, bits (Zhou et al., PNAS 2010).</param>
/// <param name="ExposureGini10">Gini coefficient of how often each candidate is listed, [0,1]; 0 = all alike.</param>
/// <param name="PopularityPercentile10">Mean popularity percentile of the listed items, [0,1]; 1 = only the most popular.</param>
public sealed record BeyondAccuracy(
    double Diversity10, string DiversityBasis, double Novelty10, double ExposureGini10, double PopularityPercentile10);
