namespace Orleans.Reco.Inference;

/// <summary>
/// Builds <see cref="BundleFiles.Ranker"/>: user vector, item vector and features side by side, through dense layers with ReLU
/// between them, to a probability. Both precisions have the same inputs and outputs.
/// </summary>
public static class MlpRankerGraph
{
    private const string Concatenated = "x";

    /// <summary>The graph in float32, with the output of the last layer through a sigmoid.</summary>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The number of features; 0 for none, and then the graph has no such input.</param>
    /// <param name="layers">The layers; the first takes <c>2 * dimension + features</c> inputs, the last has one output.</param>
    /// <exception cref="ArgumentException">A layer does not fit its neighbour, or an array its shape.</exception>
    public static byte[] Build(int dimension, int features, IReadOnlyList<DenseLayer> layers)
    {
        var graph = Begin(dimension, features, layers);
        var x = Concatenated;
        for (var i = 0; i < layers.Count; i++)
        {
            AddFloat(graph, layers[i], x, $"y_{i}");
            x = i < layers.Count - 1 ? AddRelu(graph, i) : $"y_{i}";
        }

        return End(graph, x);
    }

    /// <summary>
    /// The graph in 8-bit integers but for the last layer, whose one output costs next to nothing. Ranges are constants of the graph, so
    /// that the score of a pair does not depend on the others of its run; a value outside saturates.
    /// </summary>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The number of features; 0 for none, and then the graph has no such input.</param>
    /// <param name="layers">The layers; the first takes <c>2 * dimension + features</c> inputs, the last has one output.</param>
    /// <param name="rows">
    /// Rows like those that will be scored, which tell the ranges: user vector, item vector, features, shape <c>[n, 2 * dimension + features]</c>.
    /// </param>
    /// <exception cref="ArgumentException">A layer does not fit its neighbour, an array its shape, or there are no rows or half a row.</exception>
    public static byte[] BuildInt8(int dimension, int features, IReadOnlyList<DenseLayer> layers, ReadOnlySpan<float> rows)
    {
        var graph = Begin(dimension, features, layers);
        if (rows.IsEmpty || rows.Length % layers[0].Inputs != 0)
        {
            throw new ArgumentException($"{rows.Length} values are no rows of {layers[0].Inputs}.", nameof(rows));
        }

        var (scale, equal) = LayerRanges.Equalize(layers, rows);
        _ = graph.Initializer("input_scale", scale, scale.Length).Node("Mul", [Concatenated, "input_scale"], "x_0");
        var x = Int8Layer.Round(graph, "x_0", signed: true);
        for (var i = 0; i < equal.Length - 1; i++)
        {
            Int8Layer.Add(graph, equal[i], x, signed: i == 0, $"y_{i}");
            x = Int8Layer.Round(graph, AddRelu(graph, i), signed: false);
        }

        var last = $"y_{equal.Length - 1}";
        AddFloat(graph, equal[^1], x, last);
        return End(graph, last);
    }

    private static OnnxGraphBuilder Begin(int dimension, int features, IReadOnlyList<DenseLayer> layers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        ArgumentNullException.ThrowIfNull(layers);
        Validate((2 * dimension) + features, layers);
        var graph = new OnnxGraphBuilder("ranker")
            .Input("user", OnnxType.Float, "n", dimension)
            .Input("item", OnnxType.Float, "n", dimension);
        string[] inputs = ["user", "item"];
        if (features > 0)
        {
            _ = graph.Input("features", OnnxType.Float, "n", features);
            inputs = [.. inputs, "features"];
        }

        return graph.Node("Concat", inputs, Concatenated, OnnxAttribute.Int("axis", 1));
    }

    private static void AddFloat(OnnxGraphBuilder graph, DenseLayer layer, string input, string output) => _ = graph
        .Initializer($"{output}_weight", layer.Weight, layer.Outputs, layer.Inputs)
        .Initializer($"{output}_bias", layer.Bias, layer.Outputs)
        .Node("Gemm", [input, $"{output}_weight", $"{output}_bias"], output, OnnxAttribute.Int("transB", 1));

    private static string AddRelu(OnnxGraphBuilder graph, int layer)
    {
        _ = graph.Node("Relu", [$"y_{layer}"], $"x_{layer + 1}");
        return $"x_{layer + 1}";
    }

    private static byte[] End(OnnxGraphBuilder graph, string last) => graph
        .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
        .Node("Sigmoid", [last], "probability")
        .Node("Squeeze", ["probability", "axis_1"], "score")
        .Output("score", OnnxType.Float, "n")
        .Build();

    private static void Validate(int inputs, IReadOnlyList<DenseLayer> layers)
    {
        if (layers.Count == 0 || layers[^1].Outputs != 1)
        {
            throw new ArgumentException("The last layer must have one output.", nameof(layers));
        }

        for (var i = 0; i < layers.Count; i++)
        {
            var expected = i == 0 ? inputs : layers[i - 1].Outputs;
            if (layers[i].Inputs != expected)
            {
                throw new ArgumentException($"Layer {i} takes {layers[i].Inputs} inputs; {expected} come in.", nameof(layers));
            }
        }
    }
}
