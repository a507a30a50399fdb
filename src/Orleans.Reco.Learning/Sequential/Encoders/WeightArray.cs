namespace Orleans.Reco.Learning;

/// <summary>A weight as a plain array.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values, row-major.</param>
internal sealed record WeightArray(long[] Shape, float[] Values);
