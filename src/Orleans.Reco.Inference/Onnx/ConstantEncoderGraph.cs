namespace Orleans.Reco.Inference;

/// <summary>Builds a <see cref="BundleFiles.Encode"/> that gives everybody the vector (1): the order is then that of the item vectors.</summary>
public static class ConstantEncoderGraph
{
    /// <summary>The graph.</summary>
    public static byte[] Build() => new OnnxGraphBuilder("encode")
        .Input("items", OnnxType.Int64, "n", "length")
        .Input("events", OnnxType.Int64, "n", "length")
        .Input("lengths", OnnxType.Int32, "n")
        .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
        .Initializer("zero", (ReadOnlySpan<float>)[0])
        .Initializer("one", (ReadOnlySpan<float>)[1])
        .Node("Cast", ["lengths"], "lengths_f", OnnxAttribute.Int("to", (long)OnnxType.Float))
        .Node("Unsqueeze", ["lengths_f", "axis_1"], "column")
        .Node("Mul", ["column", "zero"], "zeros")
        .Node("Add", ["zeros", "one"], "vector")
        .Output("vector", OnnxType.Float, "n", 1)
        .Build();
}
