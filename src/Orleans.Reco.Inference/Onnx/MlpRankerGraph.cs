namespace Orleans.Reco.Inference;

/// <summary>
/// Builds <see cref="BundleFiles.Ranker"/>: user vector, item vector and features side by side, through dense layers with ReLU
/// between them, to a probability.
/// </summary>
public static class MlpRankerGraph
{
    /// <summary>The graph, with the outputs of the last layer, one, through a sigmoid.</summary>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The number of features; 0 for none, and then the graph has no such input.</param>
    /// <param name="layers">The layers; the first takes <c>2 * dimension + features</c> inputs, the last has one output.</param>
    /// <exception cref="ArgumentException">A layer does not fit its neighbour, or an array its shape.</exception>
    public static byte[] Build(int dimension, int features, IReadOnlyList<DenseLayer> layers)
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

        _ = graph.Node("Concat", inputs, "x_0", OnnxAttribute.Int("axis", 1));
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            _ = graph
                .Initializer($"weight_{i}", layer.Weight, layer.Outputs, layer.Inputs)
                .Initializer($"bias_{i}", layer.Bias, layer.Outputs)
                .Node("Gemm", [$"x_{i}", $"weight_{i}", $"bias_{i}"], $"y_{i}", OnnxAttribute.Int("transB", 1));
            if (i < layers.Count - 1)
            {
                _ = graph.Node("Relu", [$"y_{i}"], $"x_{i + 1}");
            }
        }

        return graph
            .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
            .Node("Sigmoid", [$"y_{layers.Count - 1}"], "probability")
            .Node("Squeeze", ["probability", "axis_1"], "score")
            .Output("score", OnnxType.Float, "n")
            .Build();
    }

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
