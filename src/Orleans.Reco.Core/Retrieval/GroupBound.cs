namespace Orleans.Reco.Core;

/// <summary>What is known of a group of <see cref="QuantizedRows"/>.</summary>
/// <param name="Scale">What a level stands for.</param>
/// <param name="Residual">The largest |r|, the length of what quantisation left out of a row, with rounding; infinite where nothing is known.</param>
/// <param name="Quantized">The largest |s q|, the length of a quantised row.</param>
internal readonly record struct GroupBound(float Scale, float Residual, float Quantized);
