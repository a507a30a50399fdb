using System.Numerics.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>
/// Brings every input and every hidden unit of dense layers to the same range, so that one step of quantisation suits all: what a value
/// is divided by, the weights that take it are multiplied by. ReLU lets a positive factor through, so the outputs stay the same
/// (cross-layer equalisation, Nagel et al., ICCV 2019; with ranges of rows seen in place of weights).
/// </summary>
internal static class LayerRanges
{
    // Below, its reciprocal is no number to multiply with.
    private const float Least = 1e-20f;

    /// <summary>Layers whose inputs are in [-1, 1], and whose hidden units are in [0, 1], on the rows given.</summary>
    /// <param name="layers">Layers with ReLU between them.</param>
    /// <param name="rows">Inputs of the first layer, row-major, shape <c>[n, inputs]</c>.</param>
    /// <returns>What inputs are to be multiplied by, shape <c>[inputs]</c>, and the layers for them.</returns>
    public static (float[] InputScale, DenseLayer[] Layers) Equalize(IReadOnlyList<DenseLayer> layers, ReadOnlySpan<float> rows)
    {
        float[][] ranges = [.. layers.Select(layer => new float[layer.Inputs])];
        for (var from = 0; from < rows.Length; from += ranges[0].Length)
        {
            Widen(layers, ranges, rows.Slice(from, ranges[0].Length));
        }

        foreach (var range in ranges)
        {
            Fill(range);
        }

        return (
            Array.ConvertAll(ranges[0], r => 1 / r),
            [.. layers.Select((layer, l) => Scale(layer, ranges[l], l + 1 < ranges.Length ? ranges[l + 1] : [1]))]);
    }

    private static void Widen(IReadOnlyList<DenseLayer> layers, float[][] ranges, ReadOnlySpan<float> x)
    {
        for (var l = 0; l < ranges.Length; l++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                ranges[l][i] = MathF.Max(ranges[l][i], MathF.Abs(x[i]));
            }

            x = l + 1 < ranges.Length ? Forward(layers[l], x) : x;
        }
    }

    // A unit that was 0 on all rows may not be so always: it gets the widest range of its layer.
    private static void Fill(float[] ranges)
    {
        var widest = TensorPrimitives.Max<float>(ranges);
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = ranges[i] > Least ? ranges[i] : widest > Least ? widest : 1;
        }
    }

    private static float[] Forward(DenseLayer layer, ReadOnlySpan<float> x)
    {
        var y = new float[layer.Outputs];
        for (var o = 0; o < y.Length; o++)
        {
            y[o] = MathF.Max(0, TensorPrimitives.Dot(x, layer.Weight.AsSpan(o * layer.Inputs, layer.Inputs)) + layer.Bias[o]);
        }

        return y;
    }

    private static DenseLayer Scale(DenseLayer layer, float[] inputs, float[] outputs)
    {
        var weight = (float[])layer.Weight.Clone();
        var bias = (float[])layer.Bias.Clone();
        for (var o = 0; o < layer.Outputs; o++)
        {
            var row = weight.AsSpan(o * layer.Inputs, layer.Inputs);
            TensorPrimitives.Multiply(row, inputs, row);
            TensorPrimitives.Divide(row, outputs[o], row);
            bias[o] /= outputs[o];
        }

        return layer with { Weight = weight, Bias = bias };
    }
}
