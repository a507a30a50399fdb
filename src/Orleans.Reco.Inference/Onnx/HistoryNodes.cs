namespace Orleans.Reco.Inference;

/// <summary>Nodes that the graphs of models without an order of events begin with.</summary>
internal static class HistoryNodes
{
    /// <summary>
    /// Adds <c>history_weights [n, length]</c>, made of the input <c>items</c>: <c>decay^(events after it)</c> for the last event of each
    /// item, 0 for its earlier ones and for the padding. Leaves <c>axis_1</c> and <c>axis_2</c> behind.
    /// </summary>
    public static OnnxGraphBuilder HistoryWeights(this OnnxGraphBuilder graph, float decay)
    {
        _ = graph
            .Initializer("axis_0", (ReadOnlySpan<long>)[0], 1)
            .Initializer("axis_1", (ReadOnlySpan<long>)[1], 1)
            .Initializer("axis_2", (ReadOnlySpan<long>)[2], 1)
            .Initializer("zero", (ReadOnlySpan<long>)[0])
            .Initializer("one", (ReadOnlySpan<long>)[1])
            .Initializer("one_f", (ReadOnlySpan<float>)[1])
            .Node("Cast", ["items"], "is_item", OnnxAttribute.Int("to", (long)OnnxType.Bool))
            .Node("Cast", ["is_item"], "mask", OnnxAttribute.Int("to", (long)OnnxType.Float))
            .Node("Shape", ["items"], "shape")
            .Node("Gather", ["shape", "one"], "length")
            .Node("Range", ["zero", "length", "one"], "positions")
            .Node("Unsqueeze", ["positions", "axis_1"], "position_column")
            .Node("Unsqueeze", ["positions", "axis_0"], "position_row")
            .Node("Less", ["position_column", "position_row"], "is_later")
            .Node("Unsqueeze", ["items", "axis_2"], "item_column")
            .Node("Unsqueeze", ["items", "axis_1"], "item_row")
            .Node("Equal", ["item_column", "item_row"], "is_same")
            .Node("And", ["is_same", "is_later"], "comes_again")
            .Node("Cast", ["comes_again"], "comes_again_u8", OnnxAttribute.Int("to", (long)OnnxType.UInt8))
            .Node("ReduceMax", ["comes_again_u8"], "repeated_u8", OnnxAttribute.Ints("axes", 2), OnnxAttribute.Int("keepdims", 0))
            .Node("Cast", ["repeated_u8"], "repeated", OnnxAttribute.Int("to", (long)OnnxType.Float))
            .Node("Sub", ["one_f", "repeated"], "is_last")
            .Node("Mul", ["mask", "is_last"], "counts");
        if (decay == 1)
        {
            return graph.Node("Identity", ["counts"], "history_weights");
        }

        return graph
            .Initializer("decay", (ReadOnlySpan<float>)[decay])
            .Node("ReduceSum", ["mask", "axis_1"], "events")
            .Node("Cast", ["position_row"], "position_f", OnnxAttribute.Int("to", (long)OnnxType.Float))
            .Node("Sub", ["events", "position_f"], "from_end")
            .Node("Sub", ["from_end", "one_f"], "signed_age")
            .Node("Relu", ["signed_age"], "age")
            .Node("Pow", ["decay", "age"], "recency")
            .Node("Mul", ["counts", "recency"], "history_weights");
    }

    /// <summary>A table with a row of zeros for "no item" before its own, shape <c>[items + 1, columns]</c>.</summary>
    public static T[] WithNoItem<T>(ReadOnlyMemory<T> table, int columns)
    {
        var padded = new T[table.Length + columns];
        table.CopyTo(padded.AsMemory(columns));
        return padded;
    }
}
