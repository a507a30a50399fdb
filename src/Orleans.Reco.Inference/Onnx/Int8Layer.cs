using System.Numerics.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>
/// A dense layer in 8-bit integers: activations without a sign over one range, weights symmetric, a scale for each output. The nodes are
/// quantised and dequantised floats around a Gemm, which ONNX Runtime turns into one integer product.
/// </summary>
internal static class Int8Layer
{
    // With 8 bits the sum of two products overflows 16 bits, and processors without VNNI saturate there: 2 · 255 · 63 does not.
    private const int MaxWeight = 63;

    private const float Signed = 1f / 127;
    private const float Unsigned = 1f / 255;

    /// <summary>Rounds values to 8 bits.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="x">Values in [-1, 1], or in [0, 1] where <paramref name="signed"/> is false; others saturate.</param>
    /// <param name="signed">Whether values may be below 0.</param>
    /// <returns>The name of the rounded values, in floats.</returns>
    public static string Round(OnnxGraphBuilder graph, string x, bool signed)
    {
        string[] step = [$"{x}_step", $"{x}_zero"];
        _ = graph
            .Initializer(step[0], (ReadOnlySpan<float>)[signed ? Signed : Unsigned])
            .Initializer(step[1], (ReadOnlySpan<byte>)[signed ? (byte)128 : (byte)0])
            .Node("QuantizeLinear", [x, .. step], $"{x}_int8")
            .Node("DequantizeLinear", [$"{x}_int8", .. step], $"{x}_rounded");
        return $"{x}_rounded";
    }

    /// <summary>Adds <c>y = weight · x + bias</c>.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="layer">The layer in floats.</param>
    /// <param name="x">What <see cref="Round"/> gave.</param>
    /// <param name="signed">As it was given to <see cref="Round"/>.</param>
    /// <param name="y">The name of the result, in floats, and the prefix of the other names.</param>
    public static void Add(OnnxGraphBuilder graph, DenseLayer layer, string x, bool signed, string y)
    {
        var step = signed ? Signed : Unsigned;
        var scales = Scales(layer, step);
        var byOutput = OnnxAttribute.Int("axis", 0);
        _ = graph
            .Initializer($"{y}_weight", Weights(layer, scales), layer.Outputs, layer.Inputs)
            .Initializer($"{y}_weight_step", scales, layer.Outputs)
            .Initializer($"{y}_weight_zero", new sbyte[layer.Outputs], layer.Outputs)
            .Initializer($"{y}_bias", Biases(layer, scales, step), layer.Outputs)
            .Initializer($"{y}_bias_step", Array.ConvertAll(scales, s => s * step), layer.Outputs)
            .Node("DequantizeLinear", [$"{y}_weight", $"{y}_weight_step", $"{y}_weight_zero"], $"{y}_w", byOutput)
            .Node("DequantizeLinear", [$"{y}_bias", $"{y}_bias_step"], $"{y}_b", byOutput)
            .Node("Gemm", [x, $"{y}_w", $"{y}_b"], y, OnnxAttribute.Int("transB", 1));
    }

    // Wide enough for the largest weight, and for the bias to fit 32 bits where the weights are next to nothing.
    private static float[] Scales(DenseLayer layer, float step)
    {
        var scales = new float[layer.Outputs];
        for (var o = 0; o < scales.Length; o++)
        {
            var weight = MathF.Abs(TensorPrimitives.MaxMagnitude(Row(layer, o)));
            var scale = MathF.Max(weight / MaxWeight, MathF.Abs(layer.Bias[o]) / (step * (1 << 30)));
            scales[o] = scale > 0 ? scale : 1;
        }

        return scales;
    }

    private static sbyte[] Weights(DenseLayer layer, float[] scales)
    {
        var weights = new sbyte[layer.Weight.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (sbyte)MathF.Round(layer.Weight[i] / scales[i / layer.Inputs]);
        }

        return weights;
    }

    private static int[] Biases(DenseLayer layer, float[] scales, float step) =>
        [.. layer.Bias.Select((b, o) => (int)MathF.Round(b / (scales[o] * step)))];

    private static ReadOnlySpan<float> Row(DenseLayer layer, int output) => layer.Weight.AsSpan(output * layer.Inputs, layer.Inputs);
}
