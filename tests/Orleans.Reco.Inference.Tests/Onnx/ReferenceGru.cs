namespace Orleans.Reco.Inference.Tests;

/// <summary>The GRU of PyTorch's documentation, in double precision, one user at a time.</summary>
internal static class ReferenceGru
{
    public static float[] Encode(GruEncoderWeights weights, IEnumerable<(int Item, int Event)> history)
    {
        var state = new double[weights.StateDimension];
        foreach (var (item, type) in history)
        {
            if (item != 0 && type != 0)
            {
                state = Step(weights, state, item, type);
            }
        }

        return Array.ConvertAll(state, value => (float)value);
    }

    public static float[] Project(GruEncoderWeights weights, float[] state)
    {
        if (weights.Projection is not { } projection)
        {
            return state;
        }

        var vector = new float[weights.Dimension];
        for (var i = 0; i < vector.Length; i++)
        {
            double sum = weights.ProjectionBias?[i] ?? 0f;
            for (var j = 0; j < state.Length; j++)
            {
                sum += projection[(i * state.Length) + j] * (double)state[j];
            }

            vector[i] = (float)sum;
        }

        return vector;
    }

    private static double[] Step(GruEncoderWeights weights, double[] state, int item, int type)
    {
        int d = weights.Dimension, h = weights.StateDimension;
        var x = new double[d];
        for (var j = 0; j < d; j++)
        {
            x[j] = weights.ItemEmbedding[(item * d) + j] + (double)weights.EventEmbedding[(type * d) + j];
        }

        var next = new double[h];
        for (var i = 0; i < h; i++)
        {
            var r = Sigmoid(Row(weights.WeightIh, i, x) + weights.BiasIh[i] + Row(weights.WeightHh, i, state) + weights.BiasHh[i]);
            var z = Sigmoid(
                Row(weights.WeightIh, h + i, x) + weights.BiasIh[h + i] + Row(weights.WeightHh, h + i, state) + weights.BiasHh[h + i]);
            var n = Math.Tanh(
                Row(weights.WeightIh, (2 * h) + i, x) + weights.BiasIh[(2 * h) + i]
                + (r * (Row(weights.WeightHh, (2 * h) + i, state) + weights.BiasHh[(2 * h) + i])));
            next[i] = ((1 - z) * n) + (z * state[i]);
        }

        return next;
    }

    private static double Row(float[] matrix, int row, double[] x)
    {
        var sum = 0d;
        for (var j = 0; j < x.Length; j++)
        {
            sum += matrix[(row * x.Length) + j] * x[j];
        }

        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
