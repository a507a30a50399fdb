using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>The layers that encoders' graphs are made of, over the weights of a <see cref="SequenceEncoder"/>.</summary>
internal sealed class EncoderGraphBuilder
{
    // PyTorch's default.
    private const float NormEpsilon = 1e-5f;

    private readonly IReadOnlyDictionary<string, WeightArray> _weights;
    private int _values;

    public EncoderGraphBuilder(string name, IReadOnlyDictionary<string, WeightArray> weights)
    {
        _weights = weights;
        Graph = new OnnxGraphBuilder(name);
    }

    public OnnxGraphBuilder Graph { get; }

    /// <summary>Declares the inputs of <see cref="BundleFiles.Encode"/>.</summary>
    public EncoderGraphBuilder EncodeInputs()
    {
        _ = Graph
            .Input("items", OnnxType.Int64, "n", "length")
            .Input("events", OnnxType.Int64, "n", "length")
            .Input("lengths", OnnxType.Int32, "n");
        return this;
    }

    /// <summary>A name that is not taken.</summary>
    public string Fresh(string hint) => $"{hint}_{_values++}";

    public string Node(string op, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var output = Fresh(op.ToLowerInvariant());
        _ = Graph.Node(op, inputs, output, attributes);
        return output;
    }

    public string Constant(ReadOnlySpan<long> values)
    {
        var name = Fresh("ints");
        _ = Graph.Initializer(name, values, values.Length);
        return name;
    }

    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var name = Fresh("floats");
        _ = Graph.Initializer(name, values, shape);
        return name;
    }

    /// <summary>A weight by its name, in its own shape.</summary>
    public string Weight(string name)
    {
        var (shape, values) = _weights[name];
        return Constant(values, shape);
    }

    public float[] Values(string name) => _weights[name].Values;

    /// <summary>The sum of item and event embeddings.</summary>
    public string Embed(string items, string events) => Node("Add", [Rows("items.weight", items), Rows("events.weight", events)]);

    private string Rows(string table, string indices)
    {
        var weight = _weights[table];
        return Node("Gather", [Constant(weight.Scaled((int)weight.Shape[1]), weight.Shape), indices]);
    }

    /// <summary><c>x Wᵀ + b</c> over the last dimension.</summary>
    public string Linear(string layer, string x)
    {
        var (shape, values) = _weights[layer + ".weight"];
        int rows = (int)shape[0], columns = (int)shape[1];
        var transposed = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return Node("Add", [Node("MatMul", [x, Constant(transposed, columns, rows)]), Weight(layer + ".bias")]);
    }

    public string Norm(string layer, string x) => Node(
        "LayerNormalization",
        [x, Weight(layer + ".weight"), Weight(layer + ".bias")],
        OnnxAttribute.Int("axis", -1),
        OnnxAttribute.Float("epsilon", NormEpsilon));

    public string Silu(string x) => Node("Mul", [x, Node("Sigmoid", [x])]);

    /// <summary>The exact GELU, by the error function; opset 17 has no operator of its own.</summary>
    public string Gelu(string x)
    {
        var erf = Node("Erf", [Node("Mul", [x, Constant([(float)(1 / Math.Sqrt(2))], 1)])]);
        return Node("Mul", [Node("Mul", [x, Constant([0.5f], 1)]), Node("Add", [erf, Constant([1f], 1)])]);
    }

    /// <summary>A <see cref="Learning.FeedForward"/>.</summary>
    public string FeedForward(string layer, string x) => Node(
        "Add", [x, Linear(layer + ".out", Gelu(Linear(layer + ".in", Norm(layer + ".norm", x))))]);

    /// <summary>The row of each sequence at its last event; that of a sequence without events is its first.</summary>
    /// <param name="x">Shape <c>[n, length, d]</c>.</param>
    /// <returns>Shape <c>[n, d]</c>.</returns>
    public string Last(string x)
    {
        var index = Node("Max", [Node("Sub", [LengthsAsInt64(), Constant([1L])]), Constant([0L])]);
        return Node("GatherND", [x, Node("Unsqueeze", [index, Constant([1L])])], OnnxAttribute.Int("batch_dims", 1));
    }

    public string LengthsAsInt64() => Node("Cast", ["lengths"], OnnxAttribute.Int("to", (long)OnnxType.Int64));

    /// <summary>The number of rows of a value, shape <c>[1]</c>.</summary>
    public string Dim(string value, int axis) =>
        Node("Gather", [Node("Shape", [value]), Constant([(long)axis])]);

    /// <summary>Names the user vector, with one more dimension of 1 where it is asked for.</summary>
    public void Vector(string vector, string rows, bool constant, int dimension, double temperature)
    {
        if (temperature > 0)
        {
            // PyTorch's normalize: a vector of zeros stays one.
            var length = Node("Max", [Node("ReduceL2", [vector], OnnxAttribute.Ints("axes", -1)), Constant([1e-12f], 1)]);
            vector = Node("Mul", [Node("Div", [vector, length]), Constant([(float)(1 / temperature)], 1)]);
        }

        if (!constant)
        {
            _ = Graph.Node("Identity", [vector], "vector").Output("vector", OnnxType.Float, "n", dimension);
            return;
        }

        var shape = Node("Concat", [Dim(rows, 0), Constant([1L])], OnnxAttribute.Int("axis", 0));
        var ones = Node("Expand", [Constant([1f], 1, 1), shape]);
        _ = Graph
            .Node("Concat", [vector, ones], "vector", OnnxAttribute.Int("axis", 1))
            .Output("vector", OnnxType.Float, "n", dimension + 1);
    }
}
