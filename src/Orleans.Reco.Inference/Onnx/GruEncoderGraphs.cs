namespace Orleans.Reco.Inference;

/// <summary>
/// Builds <see cref="BundleFiles.Step"/> and <see cref="BundleFiles.Encode"/> of a GRU encoder from plain arrays. Both run the same
/// GRU operator, so that a state stepped event by event is the state of the encoded history.
/// </summary>
/// <remarks>
/// An event with item index 0 or event index 0 must not move the state. <c>step</c> masks it: such a row keeps its state. <c>encode</c>
/// does not, since the GRU operator has no mask inside a sequence: whoever fills its inputs leaves such events out, as
/// <see cref="EncoderSession"/> does. A row of length 0 gives the zero state.
/// </remarks>
public static class GruEncoderGraphs
{
    /// <summary>The graph of one event.</summary>
    /// <exception cref="ArgumentException">An array does not have the size of its shape.</exception>
    public static byte[] BuildStep(GruEncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.Validate();
        var graph = new OnnxGraphBuilder("step")
            .Input("state", OnnxType.Float, "n", weights.StateDimension)
            .Input("item", OnnxType.Int64, "n")
            .Input("event", OnnxType.Int64, "n");
        AddWeights(graph, weights);
        _ = graph
            .Initializer("axis_0", (ReadOnlySpan<long>)[0], 1)
            .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
            .Node("Gather", ["item_embedding", "item"], "item_vector")
            .Node("Gather", ["event_embedding", "event"], "event_vector")
            .Node("Add", ["item_vector", "event_vector"], "x")
            .Node("Unsqueeze", ["x", "axis_0"], "x_sequence")
            .Node("Unsqueeze", ["state", "axis_0"], "initial_state")
            .Node("GRU", ["x_sequence", "gru_w", "gru_r", "gru_b", "", "initial_state"], ["", "last_state"], GruAttributes(weights))
            .Node("Squeeze", ["last_state", "axis_0"], "moved_state")
            .Node("Cast", ["item"], "has_item", OnnxAttribute.Int("to", (long)OnnxType.Bool))
            .Node("Cast", ["event"], "has_event", OnnxAttribute.Int("to", (long)OnnxType.Bool))
            .Node("And", ["has_item", "has_event"], "moves")
            .Node("Unsqueeze", ["moves", "axis_1"], "moves_column")
            .Node("Where", ["moves_column", "moved_state", "state"], "new_state");
        AddVector(graph, weights, "new_state");
        return graph
            .Output("new_state", OnnxType.Float, "n", weights.StateDimension)
            .Output("vector", OnnxType.Float, "n", weights.Dimension)
            .Build();
    }

    /// <summary>The graph of a whole history.</summary>
    /// <exception cref="ArgumentException">An array does not have the size of its shape.</exception>
    public static byte[] BuildEncode(GruEncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.Validate();
        var graph = new OnnxGraphBuilder("encode")
            .Input("items", OnnxType.Int64, "n", "length")
            .Input("events", OnnxType.Int64, "n", "length")
            .Input("lengths", OnnxType.Int32, "n");
        AddWeights(graph, weights);
        _ = graph
            .Initializer("axis_0", (ReadOnlySpan<long>)[0], 1)
            .Node("Transpose", ["items"], "items_by_time", OnnxAttribute.Ints("perm", 1, 0))
            .Node("Transpose", ["events"], "events_by_time", OnnxAttribute.Ints("perm", 1, 0))
            .Node("Gather", ["item_embedding", "items_by_time"], "item_vectors")
            .Node("Gather", ["event_embedding", "events_by_time"], "event_vectors")
            .Node("Add", ["item_vectors", "event_vectors"], "x")
            .Node("GRU", ["x", "gru_w", "gru_r", "gru_b", "lengths"], ["", "last_state"], GruAttributes(weights))
            .Node("Squeeze", ["last_state", "axis_0"], "state");
        AddVector(graph, weights, "state");
        return graph
            .Output("state", OnnxType.Float, "n", weights.StateDimension)
            .Output("vector", OnnxType.Float, "n", weights.Dimension)
            .Build();
    }

    private static OnnxAttribute[] GruAttributes(GruEncoderWeights weights) =>
        [OnnxAttribute.Int("hidden_size", weights.StateDimension), OnnxAttribute.Int("linear_before_reset", 1)];

    private static void AddWeights(OnnxGraphBuilder graph, GruEncoderWeights weights)
    {
        int d = weights.Dimension, h = weights.StateDimension;
        float[] bias = [.. UpdateGateFirst(weights.BiasIh, h), .. UpdateGateFirst(weights.BiasHh, h)];
        _ = graph
            .Initializer("item_embedding", weights.ItemEmbedding, weights.Items + 1, d)
            .Initializer("event_embedding", weights.EventEmbedding, weights.Events + 1, d)
            .Initializer("gru_w", UpdateGateFirst(weights.WeightIh, h * d), 1, 3 * h, d)
            .Initializer("gru_r", UpdateGateFirst(weights.WeightHh, h * h), 1, 3 * h, h)
            .Initializer("gru_b", bias, 1, 6 * h);
    }

    private static void AddVector(OnnxGraphBuilder graph, GruEncoderWeights weights, string state)
    {
        if (weights.Projection is null)
        {
            _ = graph.Node("Identity", [state], "vector");
            return;
        }

        _ = graph.Initializer("projection", weights.Projection, weights.Dimension, weights.StateDimension);
        if (weights.ProjectionBias is not null)
        {
            _ = graph.Initializer("projection_bias", weights.ProjectionBias, weights.Dimension);
        }

        string[] inputs = weights.ProjectionBias is null ? [state, "projection"] : [state, "projection", "projection_bias"];
        _ = graph.Node("Gemm", inputs, "vector", OnnxAttribute.Int("transB", 1));
    }

    // PyTorch stacks the gates as r, z, n; ONNX as z, r, h.
    private static float[] UpdateGateFirst(float[] stacked, int gate)
    {
        var reordered = new float[stacked.Length];
        stacked.AsSpan(gate, gate).CopyTo(reordered);
        stacked.AsSpan(0, gate).CopyTo(reordered.AsSpan(gate));
        stacked.AsSpan(2 * gate, gate).CopyTo(reordered.AsSpan(2 * gate));
        return reordered;
    }
}
