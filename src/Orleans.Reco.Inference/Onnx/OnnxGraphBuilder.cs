using Google.Protobuf;

namespace Orleans.Reco.Inference;

/// <summary>
/// Writes an ONNX graph node by node. Nodes are added in the order in which they run, so that each input is known when it is
/// named; equal calls give equal bytes.
/// </summary>
public sealed class OnnxGraphBuilder
{
    /// <summary>The operator set that graphs are written in. Every ONNX Runtime since 1.12 runs it.</summary>
    public const int Opset = 17;

    // The version of the file format that came with opset 17.
    private const int IrVersion = 8;

    private readonly GraphProto _graph;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Begins a graph.</summary>
    public OnnxGraphBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _graph = new GraphProto { Name = name };
    }

    /// <summary>Adds an input that the caller of the graph gives.</summary>
    public OnnxGraphBuilder Input(string name, OnnxType type, params ReadOnlySpan<OnnxDim> shape)
    {
        Define(name);
        _graph.Input.Add(Value(name, type, shape));
        return this;
    }

    /// <summary>Names a value, already made by a node, as an output.</summary>
    /// <exception cref="ArgumentException">Nothing makes the value.</exception>
    public OnnxGraphBuilder Output(string name, OnnxType type, params ReadOnlySpan<OnnxDim> shape)
    {
        Require(name, "output");
        _graph.Output.Add(Value(name, type, shape));
        return this;
    }

    /// <summary>Adds a constant of floats, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="dims"/>.</exception>
    public OnnxGraphBuilder Initializer(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dims)
    {
        Define(name);
        _graph.Initializer.Add(OnnxTensors.Create(name, values, dims));
        return this;
    }

    /// <summary>Adds a constant of 64-bit integers, for axes and shapes.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="dims"/>.</exception>
    public OnnxGraphBuilder Initializer(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> dims)
    {
        Define(name);
        _graph.Initializer.Add(OnnxTensors.Create(name, values, dims));
        return this;
    }

    /// <summary>Adds a constant of 32-bit integers.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="dims"/>.</exception>
    public OnnxGraphBuilder Initializer(string name, ReadOnlySpan<int> values, params ReadOnlySpan<long> dims)
    {
        Define(name);
        _graph.Initializer.Add(OnnxTensors.Create(name, values, dims));
        return this;
    }

    /// <summary>Adds a constant of 8-bit integers with a sign, for quantised weights.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="dims"/>.</exception>
    public OnnxGraphBuilder Initializer(string name, ReadOnlySpan<sbyte> values, params ReadOnlySpan<long> dims)
    {
        Define(name);
        _graph.Initializer.Add(OnnxTensors.Create(name, values, dims));
        return this;
    }

    /// <summary>Adds a constant of 8-bit integers without a sign, for zero points.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="dims"/>.</exception>
    public OnnxGraphBuilder Initializer(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<long> dims)
    {
        Define(name);
        _graph.Initializer.Add(OnnxTensors.Create(name, values, dims));
        return this;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <param name="op">The operator's name, for example <c>MatMul</c>.</param>
    /// <param name="inputs">Names already defined; an empty name leaves an optional input out.</param>
    /// <param name="output">The name of the result.</param>
    /// <param name="attributes">Constants of the operator.</param>
    /// <exception cref="ArgumentException">An input is unknown or the output's name is taken.</exception>
    public OnnxGraphBuilder Node(string op, ReadOnlySpan<string> inputs, string output, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Node(op, inputs, [output], attributes);

    /// <summary>Adds an operator with several outputs; an empty name leaves an optional output out.</summary>
    /// <exception cref="ArgumentException">An input is unknown or an output's name is taken.</exception>
    public OnnxGraphBuilder Node(
        string op,
        ReadOnlySpan<string> inputs,
        ReadOnlySpan<string> outputs,
        params ReadOnlySpan<OnnxAttribute> attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(op);
        var node = new NodeProto { OpType = op, Name = $"{op}_{_graph.Node.Count}" };
        foreach (var input in inputs)
        {
            if (input.Length > 0)
            {
                Require(input, op);
            }

            node.Input.Add(input);
        }

        foreach (var output in outputs)
        {
            if (output.Length > 0)
            {
                Define(output);
            }

            node.Output.Add(output);
        }

        foreach (var attribute in attributes)
        {
            node.Attribute.Add(attribute.Proto);
        }

        _graph.Node.Add(node);
        return this;
    }

    /// <summary>The graph as the bytes of an <c>.onnx</c> file.</summary>
    /// <exception cref="InvalidOperationException">There is no output, or the graph is over the format's 2 GiB.</exception>
    public byte[] Build()
    {
        if (_graph.Output.Count == 0)
        {
            throw new InvalidOperationException($"Graph '{_graph.Name}' has no output.");
        }

        // CalculateSize wraps around at 2 GiB, so the sum of the constants is checked first.
        var constants = _graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);
        if (constants > int.MaxValue - (1 << 20))
        {
            throw new InvalidOperationException($"Graph '{_graph.Name}' holds {constants} bytes of constants; an ONNX file holds 2 GiB.");
        }

        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Orleans.Reco", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return model.ToByteArray();
    }

    internal static ValueInfoProto Value(string name, OnnxType type, ReadOnlySpan<OnnxDim> shape)
    {
        var dims = new TensorShapeProto();
        foreach (var dim in shape)
        {
            dims.Dim.Add(
                dim.Name is { } symbol
                    ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                    : new TensorShapeProto.Types.Dimension { DimValue = dim.Size });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dims } },
        };
    }

    private void Define(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"Graph '{_graph.Name}' already has a value '{name}'.", nameof(name));
        }
    }

    private void Require(string name, string where)
    {
        if (!_names.Contains(name))
        {
            throw new ArgumentException($"Graph '{_graph.Name}': {where} names '{name}', which nothing before it makes.", nameof(name));
        }
    }
}
