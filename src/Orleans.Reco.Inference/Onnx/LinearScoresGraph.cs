namespace Orleans.Reco.Inference;

/// <summary>Builds <see cref="BundleFiles.Scores"/> of neighbourhood models, linear autoencoders and graph filters.</summary>
public static class LinearScoresGraph
{
    /// <summary>The graph.</summary>
    /// <exception cref="ArgumentException">There are no weights, or an array does not have the size of its shape.</exception>
    public static byte[] Build(LinearScoresWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Width == 0 && weights.Dimension == 0)
        {
            throw new ArgumentException("A model without rows and without a part of low rank scores nothing.", nameof(weights));
        }

        var graph = new OnnxGraphBuilder("scores").Input("items", OnnxType.Int64, "n", "length").HistoryWeights(weights.Decay);
        if (weights.Width > 0)
        {
            AddRows(graph, weights);
        }

        if (weights.Dimension > 0)
        {
            AddLowRank(graph, weights);
        }

        _ = weights is { Width: > 0, Dimension: > 0 }
            ? graph.Node("Add", ["row_scores", "low_rank_scores"], "scores")
            : graph.Node("Identity", [weights.Width > 0 ? "row_scores" : "low_rank_scores"], "scores");
        return graph.Output("scores", OnnxType.Float, "n", weights.Items).Build();
    }

    // Column 0 takes what padding points at, and is cut off.
    private static void AddRows(OnnxGraphBuilder graph, LinearScoresWeights weights) => _ = graph
        .Initializer("row_items", HistoryNodes.WithNoItem(weights.RowItems, weights.Width), weights.Items + 1, weights.Width)
        .Initializer("row_weights", HistoryNodes.WithNoItem(weights.RowWeights, weights.Width), weights.Items + 1, weights.Width)
        .Initializer("row_of_user", (ReadOnlySpan<long>)[0, -1], 2)
        .Initializer("columns", (ReadOnlySpan<long>)[weights.Items + 1], 1)
        .Node("Gather", ["row_items", "items"], "targets_by_event")
        .Node("Reshape", ["targets_by_event", "row_of_user"], "targets")
        .Node("Gather", ["row_weights", "items"], "weights_by_event")
        .Node("Unsqueeze", ["history_weights", "axis_2"], "history_weight_column")
        .Node("Mul", ["weights_by_event", "history_weight_column"], "weighted_by_event")
        .Node("Reshape", ["weighted_by_event", "row_of_user"], "weighted")
        .Node("Gather", ["shape", "zero"], "users_scalar")
        .Node("Unsqueeze", ["users_scalar", "axis_0"], "users")
        .Node("Concat", ["users", "columns"], "scores_shape", OnnxAttribute.Int("axis", 0))
        .Node("ConstantOfShape", ["scores_shape"], "nothing")
        .Node(
            "ScatterElements",
            ["nothing", "targets", "weighted"],
            "padded_scores",
            OnnxAttribute.Int("axis", 1),
            OnnxAttribute.Text("reduction", "add"))
        .Node("Slice", ["padded_scores", "axis_1", "columns", "axis_1"], "row_scores");

    private static void AddLowRank(OnnxGraphBuilder graph, LinearScoresWeights weights)
    {
        var to = weights.To.Span;
        var transposed = new float[to.Length];
        for (var item = 0; item < weights.Items; item++)
        {
            for (var k = 0; k < weights.Dimension; k++)
            {
                transposed[(k * weights.Items) + item] = to[(item * weights.Dimension) + k];
            }
        }

        _ = graph
            .Initializer("from", HistoryNodes.WithNoItem(weights.From, weights.Dimension), weights.Items + 1, weights.Dimension)
            .Initializer("to", transposed, weights.Dimension, weights.Items)
            .Node("Gather", ["from", "items"], "from_by_event")
            .Node("Unsqueeze", ["history_weights", "axis_1"], "history_weight_row")
            .Node("MatMul", ["history_weight_row", "from_by_event"], "user_row")
            .Node("Squeeze", ["user_row", "axis_1"], "user")
            .Node("MatMul", ["user", "to"], "low_rank_scores");
    }
}
