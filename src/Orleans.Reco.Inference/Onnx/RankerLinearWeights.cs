namespace Orleans.Reco.Inference;

/// <summary>A weight an id and a number.</summary>
/// <param name="Ids">Of all fields, one field after the other, shape <c>[sum of sizes]</c>.</param>
/// <param name="Numbers">Shape <c>[numbers]</c>.</param>
/// <param name="Bias">Added once.</param>
public sealed record RankerLinearWeights(float[] Ids, float[] Numbers, float Bias);
