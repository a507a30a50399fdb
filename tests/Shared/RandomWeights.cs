namespace Orleans.Reco.Inference.Tests;

/// <summary>Weights from a seed, of the size that training gives them.</summary>
internal static class RandomWeights
{
    public static GruEncoderWeights Gru(int items, int events, int dimension, int stateDimension, int seed, bool projection = true)
    {
        var random = new Random(seed);
        var scale = 1f / MathF.Sqrt(stateDimension);
        return new GruEncoderWeights
        {
            Items = items,
            Events = events,
            Dimension = dimension,
            StateDimension = stateDimension,
            ItemEmbedding = Uniform(random, (items + 1) * dimension, 1f),
            EventEmbedding = Uniform(random, (events + 1) * dimension, 0.5f),
            WeightIh = Uniform(random, 3 * stateDimension * dimension, scale),
            WeightHh = Uniform(random, 3 * stateDimension * stateDimension, scale),
            BiasIh = Uniform(random, 3 * stateDimension, scale),
            BiasHh = Uniform(random, 3 * stateDimension, scale),
            Projection = projection ? Uniform(random, dimension * stateDimension, scale) : null,
            ProjectionBias = projection ? Uniform(random, dimension, scale) : null,
        };
    }

    public static DenseLayer Dense(Random random, int inputs, int outputs) =>
        new(inputs, outputs, Uniform(random, inputs * outputs, 1f / MathF.Sqrt(inputs)), Uniform(random, outputs, 0.1f));

    public static float[] Uniform(Random random, int count, float scale)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * scale;
        }

        return values;
    }
}
