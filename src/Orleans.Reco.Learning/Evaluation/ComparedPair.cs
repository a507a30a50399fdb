namespace Orleans.Reco.Learning;

/// <summary>Two models on one measure.</summary>
/// <param name="First">The model that the other is held against.</param>
/// <param name="Second">The other.</param>
/// <param name="Measure">The measure, for example <c>NDCG@10</c>.</param>
/// <param name="Result">Second minus first, and the p-value of this comparison alone.</param>
/// <param name="Adjusted">The p-value after Holm's correction over the models compared on this measure.</param>
public sealed record ComparedPair(string First, string Second, string Measure, PairedDifference Result, double Adjusted);
