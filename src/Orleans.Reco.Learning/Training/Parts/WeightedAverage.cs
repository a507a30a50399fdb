using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>The mean of vectors by weight: federated averaging (McMahan et al., AISTATS 2017).</summary>
internal static class WeightedAverage
{
    /// <summary>Averages in the order given, so that the same input gives the same digits.</summary>
    /// <param name="vectors">Vectors of one length with weights above 0, at least one.</param>
    public static float[] Of(IReadOnlyList<(ReadOnlyMemory<float> Values, double Weight)> vectors)
    {
        var total = vectors.Sum(v => v.Weight);
        var mean = new float[vectors[0].Values.Length];
        foreach (var (values, weight) in vectors)
        {
            if (values.Length != mean.Length || !(weight > 0))
            {
                throw new ArgumentException($"A vector of {values.Length} with weight {weight} does not go with one of {mean.Length}.", nameof(vectors));
            }

            TensorPrimitives.MultiplyAdd(values.Span, (float)(weight / total), mean, mean);
        }

        return mean;
    }
}
