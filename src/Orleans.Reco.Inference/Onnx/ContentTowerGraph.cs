namespace Orleans.Reco.Inference;

/// <summary>Builds <see cref="BundleFiles.Content"/> from plain arrays.</summary>
public static class ContentTowerGraph
{
    /// <summary>Keeps an item without a token from dividing by 0.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>The graph.</summary>
    /// <exception cref="ArgumentException">An array does not have the size of its shape.</exception>
    public static byte[] Build(ContentTowerWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.Validate();
        return new OnnxGraphBuilder("content")
            .Input("tokens", OnnxType.Int64, "n", "length")
            .Input("numbers", OnnxType.Float, "n", ContentFeatures.NumberCount)
            .Initializer("token_weights", weights.TokenWeights, weights.Spec.Buckets)
            .Initializer("embedding", weights.Embedding, weights.Spec.Buckets, weights.Dimension)
            .Initializer("number_weights", weights.Numbers, ContentFeatures.NumberCount, weights.Dimension)
            .Initializer("bias", weights.Bias, weights.Dimension)
            .Initializer("epsilon", (ReadOnlySpan<float>)[Epsilon], 1)
            .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
            .Node("Gather", ["token_weights", "tokens"], "weights")
            .Node("Gather", ["embedding", "tokens"], "vectors")
            .Node("Unsqueeze", ["weights", "axis_1"], "row")
            .Node("MatMul", ["row", "vectors"], "sum_row")
            .Node("Squeeze", ["sum_row", "axis_1"], "sum")
            .Node("ReduceSumSquare", ["weights"], "square", OnnxAttribute.Ints("axes", 1), OnnxAttribute.Int("keepdims", 1))
            .Node("Add", ["square", "epsilon"], "square_above_0")
            .Node("Sqrt", ["square_above_0"], "norm")
            .Node("Div", ["sum", "norm"], "text")
            .Node("Gemm", ["numbers", "number_weights", "bias"], "rest")
            .Node("Add", ["text", "rest"], "vector")
            .Output("vector", OnnxType.Float, "n", weights.Dimension)
            .Build();
    }
}
