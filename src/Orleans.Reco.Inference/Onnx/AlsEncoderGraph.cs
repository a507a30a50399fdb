using System.Globalization;

namespace Orleans.Reco.Inference;

/// <summary>
/// Builds a <see cref="BundleFiles.Encode"/> that folds a history into a factorisation by alternating least squares: the user vector x
/// solves <c>(α VᵀV + λ (n + α·items)^ν I + Σ v vᵀ) x = Σ v</c>, sums over the n distinct items of the history, by a fixed number of
/// steps of conjugate gradients from zero.
/// </summary>
public static class AlsEncoderGraph
{
    /// <summary>The graph.</summary>
    /// <exception cref="ArgumentException">An array does not have the size of its shape.</exception>
    public static byte[] Build(AlsEncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var d = weights.Dimension;
        var graph = new OnnxGraphBuilder("encode")
            .Input("items", OnnxType.Int64, "n", "length")
            .Input("events", OnnxType.Int64, "n", "length")
            .Input("lengths", OnnxType.Int32, "n")
            .HistoryWeights(decay: 1)
            .Initializer("item_vectors", HistoryNodes.WithNoItem(weights.ItemVectors, d), weights.Items + 1, d)
            .Initializer("gram", weights.Gram.Span, d, d)
            .Initializer("unobserved", (ReadOnlySpan<float>)[weights.UnobservedWeight * weights.Items])
            .Initializer("exponent", (ReadOnlySpan<float>)[weights.FrequencyExponent])
            .Initializer("regularisation", (ReadOnlySpan<float>)[weights.Regularisation])
            .Initializer("tiny", (ReadOnlySpan<float>)[1e-30f])
            .Node("ReduceSum", ["history_weights", "axis_1"], "count")
            .Node("Add", ["count", "unobserved"], "frequency")
            .Node("Pow", ["frequency", "exponent"], "scale")
            .Node("Mul", ["scale", "regularisation"], "ridge")
            .Node("Gather", ["item_vectors", "items"], "vectors_by_event")
            .Node("Unsqueeze", ["history_weights", "axis_2"], "history_weight_column")
            .Node("Mul", ["vectors_by_event", "history_weight_column"], "seen")
            .Node("ReduceSum", ["seen", "axis_1"], "r0", OnnxAttribute.Int("keepdims", 0))
            .Node("Identity", ["r0"], "p0")
            .Node("Sub", ["r0", "r0"], "x0");
        Norm(graph, "r0", "r0", "s0");
        for (var step = 0; step < weights.Steps; step++)
        {
            AddStep(graph, step);
        }

        return graph
            .Node("Identity", [Name("x", weights.Steps)], "vector")
            .Output("vector", OnnxType.Float, "n", d)
            .Build();
    }

    private static void AddStep(OnnxGraphBuilder graph, int step)
    {
        string N(string name) => Name(name, step);
        string Next(string name) => Name(name, step + 1);
        _ = graph
            .Node("MatMul", [N("p"), "gram"], N("gram_p"))
            .Node("Mul", [N("p"), "ridge"], N("ridge_p"))
            .Node("Unsqueeze", [N("p"), "axis_2"], N("p_column"))
            .Node("MatMul", ["seen", N("p_column")], N("dots"))
            .Node("Mul", [N("dots"), "seen"], N("seen_dots"))
            .Node("ReduceSum", [N("seen_dots"), "axis_1"], N("seen_p"), OnnxAttribute.Int("keepdims", 0))
            .Node("Add", [N("gram_p"), N("ridge_p")], N("dense_p"))
            .Node("Add", [N("dense_p"), N("seen_p")], N("a_p"));
        Norm(graph, N("p"), N("a_p"), N("curvature"));
        _ = graph
            .Node("Max", [N("curvature"), "tiny"], N("safe_curvature"))
            .Node("Div", [N("s"), N("safe_curvature")], N("alpha"))
            .Node("Mul", [N("p"), N("alpha")], N("move"))
            .Node("Add", [N("x"), N("move")], Next("x"))
            .Node("Mul", [N("a_p"), N("alpha")], N("change"))
            .Node("Sub", [N("r"), N("change")], Next("r"));
        Norm(graph, Next("r"), Next("r"), Next("s"));
        _ = graph
            .Node("Max", [N("s"), "tiny"], N("safe_s"))
            .Node("Div", [Next("s"), N("safe_s")], N("beta"))
            .Node("Mul", [N("p"), N("beta")], N("kept"))
            .Node("Add", [Next("r"), N("kept")], Next("p"));
    }

    private static void Norm(OnnxGraphBuilder graph, string a, string b, string output) => _ = graph
        .Node("Mul", [a, b], output + "_terms")
        .Node("ReduceSum", [output + "_terms", "axis_1"], output);

    private static string Name(string name, int step) => name + step.ToString(CultureInfo.InvariantCulture);
}
