namespace Orleans.Reco.Learning;

/// <summary>Rows with about the same predicted probability.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Said">Their mean predicted probability, [0,1].</param>
/// <param name="Was">The share of positive labels among them, [0,1].</param>
public sealed record ReliabilityBin(int Count, double Said, double Was);
