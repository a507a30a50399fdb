using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// A <see cref="LinearRecurrentEncoder"/> as <see cref="BundleFiles.Encode"/> and <see cref="BundleFiles.Step"/>. The state is that of
/// each block, one after the other, and at the end the user vector: it also depends on the last event itself, which is not kept.
/// </summary>
internal sealed class LinearRecurrentEncoderGraphs(
    IReadOnlyDictionary<string, WeightArray> weights, int dimension, int state, int blocks, bool constant, double temperature)
{
    public int StateDimension => (blocks * state) + dimension;

    public byte[] BuildStep()
    {
        var graph = new EncoderGraphBuilder("step", weights);
        _ = graph.Graph
            .Input("state", OnnxType.Float, "n", StateDimension)
            .Input("item", OnnxType.Int64, "n")
            .Input("event", OnnxType.Int64, "n");
        var sizes = graph.Constant([.. Enumerable.Repeat((long)state, blocks), dimension]);
        string[] before = [.. Enumerable.Range(0, blocks + 1).Select(i => $"before_{i}")];
        _ = graph.Graph.Node("Split", ["state", sizes], before, OnnxAttribute.Int("axis", 1));
        var x = graph.Embed("item", "event");
        var after = new List<string>();
        for (var block = 0; block < blocks; block++)
        {
            var (input, gate, decay) = Inputs(graph, block, x);
            var moved = graph.Node("Add", [graph.Node("Mul", [before[block], graph.Constant(decay, state)]), input]);
            after.Add(moved);
            x = Output(graph, block, x, moved, gate);
        }

        after.Add(graph.Norm("norm", x));
        string HasNumber(string index) => graph.Node("Cast", [index], OnnxAttribute.Int("to", (long)OnnxType.Bool));
        var moves = graph.Node("Unsqueeze", [graph.Node("And", [HasNumber("item"), HasNumber("event")]), graph.Constant([1L])]);
        var joined = graph.Node("Concat", [.. after], OnnxAttribute.Int("axis", 1));
        _ = graph.Graph
            .Node("Where", [moves, joined, "state"], "new_state")
            .Output("new_state", OnnxType.Float, "n", StateDimension);
        graph.Vector(VectorOf(graph, "new_state"), "item", constant, dimension, temperature);
        return graph.Graph.Build();
    }

    public byte[] BuildEncode(int maxLength)
    {
        var graph = new EncoderGraphBuilder("encode", weights).EncodeInputs();
        var length = graph.Dim("items", 1);
        var x = graph.Embed("items", "events");
        var states = new List<string>();
        for (var block = 0; block < blocks; block++)
        {
            var (input, gate, decay) = Inputs(graph, block, x);
            var all = Prefixes(graph, input, decay, length, maxLength);
            states.Add(graph.Last(all));
            x = Output(graph, block, x, all, gate);
        }

        states.Add(graph.Norm("norm", graph.Last(x)));
        var joined = graph.Node("Concat", [.. states], OnnxAttribute.Int("axis", 1));

        // A sequence without events has the state before the first one.
        var any = graph.Node("Cast", ["lengths"], OnnxAttribute.Int("to", (long)OnnxType.Bool));
        any = graph.Node("Unsqueeze", [any, graph.Constant([1L])]);
        _ = graph.Graph
            .Node("Where", [any, joined, graph.Constant([0f], 1)], "state")
            .Output("state", OnnxType.Float, "n", StateDimension);
        graph.Vector(VectorOf(graph, "state"), "items", constant, dimension, temperature);
        return graph.Graph.Build();
    }

    // What a block adds to its state, its gate, and its decays.
    private (string Input, string Gate, float[] Decay) Inputs(EncoderGraphBuilder graph, int block, string x)
    {
        var decay = Array.ConvertAll(graph.Values($"block{block}.decay"), logit => 1 / (1 + MathF.Exp(-logit)));
        var kept = Array.ConvertAll(decay, d => MathF.Sqrt(1 - (d * d)));
        string value = graph.Fresh("value"), gate = graph.Fresh("gate");
        var both = graph.Linear($"block{block}.in", graph.Norm($"block{block}.norm", x));
        _ = graph.Graph.Node("Split", [both, graph.Constant([state, (long)state])], [value, gate], OnnxAttribute.Int("axis", -1));
        return (graph.Node("Mul", [value, graph.Constant(kept, state)]), graph.Silu(gate), decay);
    }

    private static string Output(EncoderGraphBuilder graph, int block, string x, string states, string gate)
    {
        var y = graph.Linear($"block{block}.out", graph.Node("Mul", [states, gate]));
        return graph.FeedForward($"block{block}.ff", graph.Node("Add", [x, y]));
    }

    // h_t = Σ_{s ≤ t} λ^(t − s) v_s as a product with the powers of λ, one matrix for each channel.
    private string Prefixes(EncoderGraphBuilder graph, string input, float[] decay, string length, int maxLength)
    {
        var powers = new float[state * maxLength * maxLength];
        for (var channel = 0; channel < state; channel++)
        {
            for (var to = 0; to < maxLength; to++)
            {
                for (var from = 0; from <= to; from++)
                {
                    powers[(((channel * maxLength) + from) * maxLength) + to] = MathF.Pow(decay[channel], to - from);
                }
            }
        }

        var kernel = graph.Constant(powers, state, maxLength, maxLength);
        var both = graph.Node("Concat", [length, length], OnnxAttribute.Int("axis", 0));
        kernel = graph.Node("Slice", [kernel, graph.Constant([0L, 0]), both, graph.Constant([1L, 2])]);
        var channels = graph.Node("Unsqueeze", [graph.Node("Transpose", [input], OnnxAttribute.Ints("perm", 0, 2, 1)), graph.Constant([2L])]);
        var sums = graph.Node("Squeeze", [graph.Node("MatMul", [channels, kernel]), graph.Constant([2L])]);
        return graph.Node("Transpose", [sums], OnnxAttribute.Ints("perm", 0, 2, 1));
    }

    private string VectorOf(EncoderGraphBuilder graph, string joined) => graph.Node(
        "Slice",
        [joined, graph.Constant([(long)blocks * state]), graph.Constant([(long)StateDimension]), graph.Constant([1L])]);
}
