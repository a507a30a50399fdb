namespace Orleans.Reco.Testing;

/// <summary>Vectors that lie around centres, as those of items of a kind do; the centres are always the same.</summary>
internal static class Clusters
{
    /// <summary>Vectors, shape <c>[count, dimension]</c>, around centres whose components have a standard deviation of 1.</summary>
    public static float[] Vectors(Random random, int count, int dimension, int clusters, float deviation = 0.25f)
    {
        var centres = Normal(new Random(1), clusters * dimension);
        var values = Normal(random, count * dimension);
        for (var row = 0; row < count; row++)
        {
            var centre = random.Next(clusters) * dimension;
            for (var d = 0; d < dimension; d++)
            {
                values[(row * dimension) + d] = centres[centre + d] + (deviation * values[(row * dimension) + d]);
            }
        }

        return values;
    }

    /// <summary>Values of a standard normal distribution (Box and Muller, 1958).</summary>
    public static float[] Normal(Random random, int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
