namespace Orleans.Reco.Learning;

/// <summary>A weight as a plain array.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values, row-major.</param>
internal sealed record WeightArray(long[] Shape, float[] Values)
{
    /// <summary>Embeddings as a sequence sees them: times the root of the dimension.</summary>
    public float[] Scaled(int dimension) => Array.ConvertAll(Values, v => v * MathF.Sqrt(dimension));
}
