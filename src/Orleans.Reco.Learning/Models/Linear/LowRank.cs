namespace Orleans.Reco.Learning;

/// <summary>Weights between items as a product of two thin matrices: <c>w(j, i) = From[j] · To[i]</c>.</summary>
/// <param name="Dimension">Columns of both.</param>
/// <param name="From">Shape <c>[items, dimension]</c>.</param>
/// <param name="To">Shape <c>[items, dimension]</c>.</param>
internal sealed record LowRank(int Dimension, float[] From, float[] To);
