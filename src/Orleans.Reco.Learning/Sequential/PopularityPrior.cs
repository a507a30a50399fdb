namespace Orleans.Reco.Learning;

/// <summary>
/// Adds <c>β · log(1 + popularity)</c> to every score as one more dimension: the item vector gets the term, the user vector a constant
/// 1. The encoder's weights do not see that dimension. What sells now changes faster than an encoder can learn it, and this way serving
/// stays a plain dot product.
/// </summary>
/// <param name="weight">β, 0 or more.</param>
/// <param name="popularity">Popularity of each item with its half-life, shape <c>[items]</c>.</param>
internal sealed class PopularityPrior(float weight, ReadOnlyMemory<float> popularity)
{
    /// <summary>β.</summary>
    public float Weight => weight;

    /// <summary>The term of each item, shape <c>[items]</c>.</summary>
    public float[] Terms { get; } = Array.ConvertAll(popularity.ToArray(), p => weight * MathF.Log(1 + p));

    /// <summary>Item vectors with the term as one more dimension.</summary>
    /// <param name="vectors">Shape <c>[items, dimension]</c>.</param>
    /// <param name="dimension">The dimension without the term.</param>
    /// <returns>Shape <c>[items, dimension + 1]</c>.</returns>
    public float[] Fold(ReadOnlySpan<float> vectors, int dimension)
    {
        var wide = new float[Terms.Length * (dimension + 1)];
        for (var i = 0; i < Terms.Length; i++)
        {
            vectors.Slice(i * dimension, dimension).CopyTo(wide.AsSpan(i * (dimension + 1)));
            wide[(i * (dimension + 1)) + dimension] = Terms[i];
        }

        return wide;
    }
}
