namespace Orleans.Reco.Inference;

/// <summary>Builds the graph of a ranker on raw ids. Every such ranker has the same contract.</summary>
/// <remarks>
/// Inputs: for each field one of its name, int64 <c>[n]</c>, ids from 0 = unknown to below the field's size;
/// <see cref="Numbers"/>, float <c>[n, numbers]</c>, unscaled, where the ranker takes numbers; <see cref="HistoryItems"/> and
/// <see cref="HistorySignals"/>, int64 <c>[n, length]</c> with any length of 1 or more, where it takes the user's past: ids of the
/// item's field and signals, 0 = padding. Output: <see cref="Score"/>, float <c>[n]</c>, the probability of a positive label, (0,1).
/// </remarks>
public static class RankerGraphs
{
    /// <summary>The input of the numeric features.</summary>
    public const string Numbers = "numbers";

    /// <summary>The input of the items of past events.</summary>
    public const string HistoryItems = "history_items";

    /// <summary>The input of the signals of past events.</summary>
    public const string HistorySignals = "history_signals";

    /// <summary>The output.</summary>
    public const string Score = "score";

    /// <summary>The graph.</summary>
    /// <exception cref="ArgumentException">An array does not have the size of its shape, or there is no term to score by.</exception>
    public static byte[] Build(RankerWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var graph = new OnnxGraphBuilder("ranker");
        foreach (var field in weights.Fields)
        {
            _ = graph.Input(field.Name, OnnxType.Int64, "n");
        }

        _ = graph.Initializer("_axis_1", (ReadOnlySpan<long>)[1], 1);
        var numbers = weights.NumberScale.Length;
        if (numbers > 0)
        {
            _ = graph
                .Input(Numbers, OnnxType.Float, "n", numbers)
                .Initializer("_scale", weights.NumberScale, numbers)
                .Initializer("_shift", weights.NumberShift, numbers)
                .Node("Mul", [Numbers, "_scale"], "_scaled")
                .Node("Add", ["_scaled", "_shift"], "_numbers");
        }

        var terms = new List<string>();
        if (weights.Linear is { } linear)
        {
            terms.Add(AddLinear(graph, weights, linear));
        }

        if (weights.Factorisation || weights.Deep.Count > 0 || weights.Cross.Count > 0)
        {
            AddDeepTerms(graph, weights, terms);
        }

        if (terms.Count == 0)
        {
            throw new ArgumentException("A ranker needs a linear, a deep, a cross or a factorisation term.", nameof(weights));
        }

        return graph
            .Node("Sum", [.. terms], "_logit")
            .Node("Sigmoid", ["_logit"], "_probability")
            .Node("Squeeze", ["_probability", "_axis_1"], Score)
            .Output(Score, OnnxType.Float, "n")
            .Build();
    }

    private static string AddLinear(OnnxGraphBuilder graph, RankerWeights weights, RankerLinearWeights linear)
    {
        var parts = AddGathers(graph, weights, "_weight", linear.Ids, 1);
        if (weights.NumberScale.Length > 0)
        {
            _ = graph
                .Initializer("_weight_numbers", linear.Numbers, linear.Numbers.Length, 1)
                .Node("MatMul", ["_numbers", "_weight_numbers"], "_linear_numbers");
            parts.Add("_linear_numbers");
        }

        _ = graph.Initializer("_linear_bias", [linear.Bias], 1).Node("Sum", [.. parts, "_linear_bias"], "_linear");
        return "_linear";
    }

    private static void AddDeepTerms(OnnxGraphBuilder graph, RankerWeights weights, List<string> terms)
    {
        List<string> embeddings =
            weights.Dimension > 0 ? AddGathers(graph, weights, "_embedding", weights.Embeddings, weights.Dimension) : [];
        if (weights.Factorisation)
        {
            terms.Add(AddFactorisation(graph, embeddings));
        }

        List<string> inputs = [.. embeddings];
        if (weights.NumberScale.Length > 0)
        {
            inputs.Add("_numbers");
        }

        if (weights.Interest is { } interest)
        {
            inputs.Add(AddInterest(graph, weights, interest, embeddings[interest.ItemField]));
        }

        _ = graph.Node("Concat", [.. inputs], "_x", OnnxAttribute.Int("axis", 1));
        if (weights.Deep.Count > 0)
        {
            terms.Add(AddDeep(graph, weights.Deep));
        }

        if (weights.Cross.Count > 0)
        {
            terms.Add(AddCross(graph, weights.Cross, weights.CrossOutput!));
        }
    }

    // The rows of each field from an array of all fields.
    private static List<string> AddGathers(OnnxGraphBuilder graph, RankerWeights weights, string prefix, float[] values, int width)
    {
        var names = new List<string>();
        var from = 0;
        foreach (var field in weights.Fields)
        {
            var (table, name) = ($"{prefix}_table_{field.Name}", $"{prefix}_{field.Name}");
            _ = graph
                .Initializer(table, values.AsSpan(from * width, field.Size * width), field.Size, width)
                .Node("Gather", [table, field.Name], name);
            names.Add(name);
            from += field.Size;
        }

        return names;
    }

    // All pairs in linear time: half of the square of the sum less the sum of the squares.
    private static string AddFactorisation(OnnxGraphBuilder graph, List<string> embeddings)
    {
        foreach (var name in embeddings)
        {
            _ = graph.Node("Mul", [name, name], $"_square{name}");
        }

        _ = graph
            .Initializer("_half", [0.5f], 1)
            .Node("Sum", [.. embeddings], "_sum")
            .Node("Mul", ["_sum", "_sum"], "_square_of_sum")
            .Node("Sum", [.. embeddings.Select(e => $"_square{e}")], "_sum_of_squares")
            .Node("Sub", ["_square_of_sum", "_sum_of_squares"], "_twice_pairs")
            .Node("ReduceSum", ["_twice_pairs", "_axis_1"], "_twice_pair_sum")
            .Node("Mul", ["_twice_pair_sum", "_half"], "_pairs");
        return "_pairs";
    }

    private static string AddDeep(OnnxGraphBuilder graph, IReadOnlyList<DenseLayer> layers)
    {
        var x = "_x";
        for (var i = 0; i < layers.Count; i++)
        {
            var y = AddDense(graph, $"_deep_{i}", layers[i], x);
            x = $"_deep_{i}_relu";
            if (i == layers.Count - 1)
            {
                return y;
            }

            _ = graph.Node("Relu", [y], x);
        }

        return x;
    }

    private static string AddCross(OnnxGraphBuilder graph, IReadOnlyList<DenseLayer> layers, DenseLayer output)
    {
        var x = "_x";
        for (var i = 0; i < layers.Count; i++)
        {
            var y = AddDense(graph, $"_cross_{i}", layers[i], x);
            _ = graph.Node("Mul", ["_x", y], $"_crossed_{i}").Node("Add", [$"_crossed_{i}", x], $"_cross_{i}_sum");
            x = $"_cross_{i}_sum";
        }

        return AddDense(graph, "_cross_output", output, x);
    }

    private static string AddDense(OnnxGraphBuilder graph, string name, DenseLayer layer, string input)
    {
        _ = graph
            .Initializer($"{name}_weight", layer.Weight, layer.Outputs, layer.Inputs)
            .Initializer($"{name}_bias", layer.Bias, layer.Outputs)
            .Node("Gemm", [input, $"{name}_weight", $"{name}_bias"], name, OnnxAttribute.Int("transB", 1));
        return name;
    }

    private static string AddInterest(OnnxGraphBuilder graph, RankerWeights weights, RankerInterestWeights interest, string item)
    {
        var (d, hidden) = (weights.Dimension, interest.Hidden.Outputs);
        _ = graph
            .Input(HistoryItems, OnnxType.Int64, "n", "length")
            .Input(HistorySignals, OnnxType.Int64, "n", "length")
            .Initializer("_axis_2", (ReadOnlySpan<long>)[2], 1)
            .Initializer("_signal_table", interest.Signals, interest.Signals.Length / d, d)
            .Initializer("_attention_bias", interest.Hidden.Bias, hidden)
            .Initializer("_attention_weight", Transpose(interest.Hidden), interest.Hidden.Inputs, hidden)
            .Initializer("_attention_output_bias", interest.Output.Bias, 1)
            .Initializer("_attention_output_weight", interest.Output.Weight, hidden, 1)
            .Node("Gather", [$"_embedding_table_{weights.Fields[interest.ItemField].Name}", HistoryItems], "_past_items")
            .Node("Gather", ["_signal_table", HistorySignals], "_past_signals")
            .Node("Add", ["_past_items", "_past_signals"], "_past")
            .Node("Unsqueeze", [item, "_axis_1"], "_item_row")
            .Node("Shape", ["_past"], "_past_shape")
            .Node("Expand", ["_item_row", "_past_shape"], "_item_rows")
            .Node("Mul", ["_past", "_item_rows"], "_past_by_item")
            .Node("Concat", ["_past", "_item_rows", "_past_by_item"], "_attention_input", OnnxAttribute.Int("axis", 2))
            .Node("MatMul", ["_attention_input", "_attention_weight"], "_attention_product")
            .Node("Add", ["_attention_product", "_attention_bias"], "_attention_hidden")
            .Node("Relu", ["_attention_hidden"], "_attention_relu")
            .Node("MatMul", ["_attention_relu", "_attention_output_weight"], "_attention_last")
            .Node("Add", ["_attention_last", "_attention_output_bias"], "_attention_raw")
            .Node("Cast", [HistorySignals], "_has_signal", OnnxAttribute.Int("to", (long)OnnxType.Bool))
            .Node("Cast", ["_has_signal"], "_mask_row", OnnxAttribute.Int("to", (long)OnnxType.Float))
            .Node("Unsqueeze", ["_mask_row", "_axis_2"], "_mask")
            .Node("Mul", ["_attention_raw", "_mask"], "_attention")
            .Node("Mul", ["_past", "_attention"], "_weighted_past")
            .Node("ReduceSum", ["_weighted_past", "_axis_1"], "_interest", OnnxAttribute.Int("keepdims", 0));
        return "_interest";
    }

    private static float[] Transpose(DenseLayer layer)
    {
        var transposed = new float[layer.Weight.Length];
        for (var o = 0; o < layer.Outputs; o++)
        {
            for (var i = 0; i < layer.Inputs; i++)
            {
                transposed[(i * layer.Outputs) + o] = layer.Weight[(o * layer.Inputs) + i];
            }
        }

        return transposed;
    }
}
