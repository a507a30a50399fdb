using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A <see cref="ConvolutionalEncoder"/> as <see cref="BundleFiles.Encode"/>.</summary>
internal static class ConvolutionalEncoderGraph
{
    public static byte[] Build(IReadOnlyDictionary<string, WeightArray> weights, int dimension, int window, bool constant, double temperature)
    {
        var graph = new EncoderGraphBuilder("encode", weights).EncodeInputs();
        var x = Window(graph, graph.Embed("items", "events"), dimension, window);
        var parts = new List<string>();
        for (var height = 1; height <= window; height++)
        {
            var layer = $"horizontal{height}";
            var filtered = graph.Node("Relu", [graph.Node("Conv", [x, Kernel(graph, weights, layer, dimension, height), graph.Weight(layer + ".bias")])]);
            parts.Add(graph.Node("ReduceMax", [filtered], OnnxAttribute.Ints("axes", 2), OnnxAttribute.Int("keepdims", 0)));
        }

        // [n, dimension, window] × [window, filters]: each vertical filter weighs the events alike in every dimension.
        var filters = graph.Node("Transpose", [graph.Weight("vertical.weight")]);
        var vertical = graph.Node("Add", [graph.Node("MatMul", [x, filters]), graph.Weight("vertical.bias")]);
        parts.Add(graph.Node("Reshape", [vertical, graph.Constant([0L, -1])]));
        var joined = graph.Node("Concat", [.. parts], OnnxAttribute.Int("axis", 1));
        graph.Vector(graph.Norm("norm", graph.Linear("out", joined)), "items", constant, dimension, temperature);
        return graph.Graph.Build();
    }

    private static string Kernel(
        EncoderGraphBuilder graph, IReadOnlyDictionary<string, WeightArray> weights, string layer, int dimension, int height)
    {
        var (shape, values) = weights[layer + ".weight"];
        return graph.Constant(values, shape[0], dimension, height);
    }

    // The last events, after as many zeros as are missing, shape [n, dimension, window].
    private static string Window(EncoderGraphBuilder graph, string x, int dimension, int window)
    {
        var before = graph.Node(
            "Concat", [graph.Dim("items", 0), graph.Constant([window - 1L, dimension])], OnnxAttribute.Int("axis", 0));
        var padded = graph.Node(
            "Concat", [graph.Node("Expand", [graph.Constant([0f], 1, 1, 1), before]), x], OnnxAttribute.Int("axis", 1));
        var first = graph.Node("Max", [graph.Node("Sub", [graph.LengthsAsInt64(), graph.Constant([1L])]), graph.Constant([0L])]);
        long[] offsets = [.. Enumerable.Range(0, window).Select(i => (long)i)];
        var index = graph.Node("Add", [graph.Node("Unsqueeze", [first, graph.Constant([1L])]), graph.Constant(offsets)]);
        var last = graph.Node(
            "GatherND", [padded, graph.Node("Unsqueeze", [index, graph.Constant([2L])])], OnnxAttribute.Int("batch_dims", 1));
        return graph.Node("Transpose", [last], OnnxAttribute.Ints("perm", 0, 2, 1));
    }
}
