using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// Adds <c>β · log(1 + popularity)</c> to every score as one more dimension: the item vector gets the term, the user vector a constant
/// 1. Recurrent weights do not see that dimension. What sells now changes faster than an encoder can learn it, and this way serving
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

    /// <summary>The encoder's weights with one more dimension, which holds the term.</summary>
    public GruEncoderWeights Fold(GruEncoderWeights weights)
    {
        var d = weights.Dimension;
        var items = Widen(weights.ItemEmbedding, d);
        for (var i = 0; i < Terms.Length; i++)
        {
            items[(i + 1) * (d + 1) + d] = Terms[i];
        }

        return weights with
        {
            Dimension = d + 1,
            ItemEmbedding = items,
            EventEmbedding = Widen(weights.EventEmbedding, d),
            WeightIh = Widen(weights.WeightIh, d),
            Projection = [.. weights.Projection!, .. new float[weights.StateDimension]],
            ProjectionBias = [.. weights.ProjectionBias!, 1],
        };
    }

    private static float[] Widen(float[] rows, int columns)
    {
        var wide = new float[rows.Length / columns * (columns + 1)];
        for (var row = 0; row < rows.Length / columns; row++)
        {
            rows.AsSpan(row * columns, columns).CopyTo(wide.AsSpan(row * (columns + 1)));
        }

        return wide;
    }
}
