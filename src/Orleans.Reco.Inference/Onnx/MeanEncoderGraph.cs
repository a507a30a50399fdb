namespace Orleans.Reco.Inference;

/// <summary>
/// Builds a <see cref="BundleFiles.Encode"/> whose user vector is the sum of vectors of the history's distinct items, divided by a power
/// of their number: <c>u = n^-exponent Σ from_j</c>. An empty history gives zeros.
/// </summary>
public static class MeanEncoderGraph
{
    /// <summary>The graph.</summary>
    /// <param name="from">Vectors that items bring to a user, shape <c>[items, dimension]</c>.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="exponent">1 = mean, 0 = sum.</param>
    public static byte[] Build(ReadOnlyMemory<float> from, int items, int dimension, float exponent) => new OnnxGraphBuilder("encode")
        .Input("items", OnnxType.Int64, "n", "length")
        .Input("events", OnnxType.Int64, "n", "length")
        .Input("lengths", OnnxType.Int32, "n")
        .HistoryWeights(decay: 1)
        .Initializer("from", HistoryNodes.WithNoItem(from, dimension), items + 1, dimension)
        .Initializer("exponent", (ReadOnlySpan<float>)[-exponent])
        .Node("Gather", ["from", "items"], "from_by_event")
        .Node("Unsqueeze", ["history_weights", "axis_1"], "history_weight_row")
        .Node("MatMul", ["history_weight_row", "from_by_event"], "sum_row")
        .Node("Squeeze", ["sum_row", "axis_1"], "sum")
        .Node("ReduceSum", ["history_weights", "axis_1"], "count")
        .Node("Max", ["count", "one_f"], "at_least_one")
        .Node("Pow", ["at_least_one", "exponent"], "scale")
        .Node("Mul", ["sum", "scale"], "vector")
        .Output("vector", OnnxType.Float, "n", dimension)
        .Build();
}
