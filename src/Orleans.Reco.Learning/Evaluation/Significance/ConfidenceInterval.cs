namespace Orleans.Reco.Learning;

/// <summary>A mean and where it may lie.</summary>
/// <param name="Mean">The mean over users.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">How often such an interval holds the true mean, [0,1].</param>
public sealed record ConfidenceInterval(double Mean, double Low, double High, double Level);
