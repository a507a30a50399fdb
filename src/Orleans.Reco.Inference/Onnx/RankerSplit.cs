using System.Runtime.InteropServices;
using Google.Protobuf.Collections;

namespace Orleans.Reco.Inference;

/// <summary>
/// A ranker's graph for one user: where user vector, item vector and features are put side by side only to be multiplied by one matrix,
/// the user's part of that product is the same for all of their pairs.
/// </summary>
/// <param name="Layer">The first layer, of user vector, item vector and features side by side.</param>
/// <param name="Graph">
/// The graph with two inputs, <see cref="Pairs"/>, float <c>[n, dimension + features]</c>, and <see cref="UserPart"/>, float
/// <c>[Layer.Outputs]</c>, the user's product and the bias; outputs as before.
/// </param>
internal sealed record RankerSplit(DenseLayer Layer, byte[] Graph)
{
    /// <summary>The input of item vectors and features side by side.</summary>
    public const string Pairs = "pairs";

    /// <summary>The input of what the first layer makes of the user.</summary>
    public const string UserPart = "user_part";

    /// <summary>Splits a graph; null where it does not begin with such a layer, as one in 8-bit integers does not.</summary>
    /// <param name="graph">The graph of <see cref="BundleFiles.Ranker"/>.</param>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The number of features.</param>
    public static RankerSplit? TryCreate(byte[] graph, int dimension, int features)
    {
        var model = ModelProto.Parser.ParseFrom(graph);
        var inputs = model.Graph.Input.Select(input => input.Name).ToArray();
        string[] expected = features > 0 ? ["user", "item", "features"] : ["user", "item"];
        if (!inputs.SequenceEqual(expected)
            || OnlyReader(model.Graph, "user") is not { OpType: "Concat", Attribute: [{ Name: "axis", I: 1 }] } concat
            || !concat.Input.SequenceEqual(expected)
            || expected.Any(name => OnlyReader(model.Graph, name) != concat)
            || OnlyReader(model.Graph, concat.Output[0]) is not { OpType: "Gemm", Attribute: [{ Name: "transB", I: 1 }] } dense
            || dense.Input is not [_, var weight, var bias]
            || Floats(model.Graph.Initializer, weight) is not { Dims: [var outputs, var width] } w
            || width != (2 * dimension) + features
            || Floats(model.Graph.Initializer, bias) is not { Dims: [var biases] } b
            || biases != outputs
            || OnlyReader(model.Graph, weight) != dense
            || OnlyReader(model.Graph, bias) != dense
            || model.Graph.Output.Any(output => output.Name == concat.Output[0] || output.Name == dense.Output[0]))
        {
            return null;
        }

        var layer = new DenseLayer((int)width, (int)outputs, Values(w), Values(b));
        model.Graph.Input.Clear();
        model.Graph.Input.Add(Input(Pairs, "n", (int)width - dimension));
        model.Graph.Input.Add(Input(UserPart, (int)outputs));
        _ = model.Graph.Node.Remove(concat);
        _ = model.Graph.Initializer.Remove(w);
        _ = model.Graph.Initializer.Remove(b);
        model.Graph.Initializer.Add(OnnxTensors.Create(weight, WithoutUser(layer, dimension), [outputs, width - dimension]));
        (dense.Input[0], dense.Input[2]) = (Pairs, UserPart);
        return new RankerSplit(layer, Google.Protobuf.MessageExtensions.ToByteArray(model));
    }

    private static ValueInfoProto Input(string name, params ReadOnlySpan<OnnxDim> shape) => OnnxGraphBuilder.Value(name, OnnxType.Float, shape);

    private static float[] WithoutUser(DenseLayer layer, int dimension)
    {
        var rest = layer.Inputs - dimension;
        var weight = new float[layer.Outputs * rest];
        for (var output = 0; output < layer.Outputs; output++)
        {
            layer.Weight.AsSpan((output * layer.Inputs) + dimension, rest).CopyTo(weight.AsSpan(output * rest));
        }

        return weight;
    }

    private static NodeProto? OnlyReader(GraphProto graph, string value)
    {
        var readers = graph.Node.Where(node => node.Input.Contains(value)).Take(2).ToArray();
        return readers.Length == 1 ? readers[0] : null;
    }

    private static TensorProto? Floats(RepeatedField<TensorProto> initializers, string name) =>
        initializers.FirstOrDefault(tensor => tensor.Name == name && tensor.DataType == (int)OnnxType.Float) is { } found
            && BitConverter.IsLittleEndian
            && found.RawData.Length == found.Dims.Aggregate((long)sizeof(float), (size, dim) => size * dim)
            ? found
            : null;

    private static float[] Values(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
}
