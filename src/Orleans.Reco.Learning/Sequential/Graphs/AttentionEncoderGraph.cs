using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>An <see cref="AttentionEncoder"/> as <see cref="BundleFiles.Encode"/>; attention has no state to step.</summary>
internal static class AttentionEncoderGraph
{
    public static byte[] Build(IReadOnlyDictionary<string, WeightArray> weights, int maxLength, int blocks, int heads, bool constant, double temperature)
    {
        var graph = new EncoderGraphBuilder("encode", weights).EncodeInputs();
        var dimension = (int)weights["positions"].Shape[1];
        var length = graph.Dim("items", 1);
        var positions = Slice(graph, graph.Weight("positions"), length, 0);
        var x = graph.Node("Add", [graph.Embed("items", "events"), positions]);
        for (var block = 0; block < blocks; block++)
        {
            var bias = graph.Constant(Bias(weights[$"block{block}.distances"], maxLength), heads, maxLength, maxLength);
            bias = Slice(graph, Slice(graph, bias, length, 1), length, 2);
            x = Attend(graph, $"block{block}", x, bias, dimension, heads);
            x = graph.FeedForward($"block{block}.ff", x);
        }

        graph.Vector(graph.Norm("norm", graph.Last(x)), "items", constant, dimension, temperature);
        return graph.Graph.Build();
    }

    private static string Attend(EncoderGraphBuilder graph, string block, string x, string bias, int dimension, int heads)
    {
        var all = graph.Linear(block + ".qkv", graph.Norm(block + ".norm", x));
        var split = graph.Constant([0L, 0, 3, heads, dimension / heads]);
        var parts = graph.Node("Transpose", [graph.Node("Reshape", [all, split])], OnnxAttribute.Ints("perm", 2, 0, 3, 1, 4));
        string Part(long index) => graph.Node(
            "Squeeze", [graph.Node("Gather", [parts, graph.Constant([index])]), graph.Constant([0L])]);

        var scale = graph.Constant([(float)(1 / Math.Sqrt((double)dimension / heads))], 1);
        var query = graph.Node("Mul", [Part(0), scale]);
        var keys = graph.Node("Transpose", [Part(1)], OnnxAttribute.Ints("perm", 0, 1, 3, 2));
        var logits = graph.Node("Add", [graph.Node("MatMul", [query, keys]), bias]);
        var seen = graph.Node("MatMul", [graph.Node("Softmax", [logits], OnnxAttribute.Int("axis", -1)), Part(2)]);
        var joined = graph.Node("Transpose", [seen], OnnxAttribute.Ints("perm", 0, 2, 1, 3));
        joined = graph.Node("Reshape", [joined, graph.Constant([0L, 0, dimension])]);
        return graph.Node("Add", [x, graph.Linear(block + ".out", joined)]);
    }

    private static string Slice(EncoderGraphBuilder graph, string value, string length, long axis) =>
        graph.Node("Slice", [value, graph.Constant([0L]), length, graph.Constant([axis])]);

    // Added to the logits: what the distance says, and that a position sees itself and what came before.
    private static float[] Bias(WeightArray distances, int length)
    {
        var (heads, known) = ((int)distances.Shape[0], (int)distances.Shape[1]);
        var bias = new float[heads * length * length];
        for (var head = 0; head < heads; head++)
        {
            for (var row = 0; row < length; row++)
            {
                for (var column = 0; column < length; column++)
                {
                    bias[(((head * length) + row) * length) + column] = column > row ? -1e9f : distances.Values[(head * known) + row - column];
                }
            }
        }

        return bias;
    }
}
