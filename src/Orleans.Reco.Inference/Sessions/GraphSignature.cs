using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>Checks a loaded graph against the inputs and outputs that <see cref="BundleFiles"/> documents.</summary>
internal sealed class GraphSignature(string file, InferenceSession session)
{
    // The first dimension of all other tensors is the batch; a graph that fixes it cannot be batched.
    private const int Varying = -1;

    public GraphSignature Input(string name, TensorElementType type, params ReadOnlySpan<int> rowShape)
    {
        Require("input", session.InputMetadata, name, type, [Varying, .. rowShape]);
        return this;
    }

    /// <summary>An input that all rows of the batch share.</summary>
    public GraphSignature SharedInput(string name, TensorElementType type, params ReadOnlySpan<int> shape)
    {
        Require("input", session.InputMetadata, name, type, shape);
        return this;
    }

    public GraphSignature Output(string name, TensorElementType type, params ReadOnlySpan<int> rowShape)
    {
        Require("output", session.OutputMetadata, name, type, [Varying, .. rowShape]);
        return this;
    }

    public void NoOtherInput(int count)
    {
        if (session.InputMetadata.Count != count)
        {
            throw new InvalidBundleException(file, $"has the inputs {string.Join(", ", session.InputMetadata.Keys)}; {count} are served");
        }
    }

    private void Require(
        string kind,
        IReadOnlyDictionary<string, NodeMetadata> values,
        string name,
        TensorElementType type,
        ReadOnlySpan<int> shape)
    {
        if (!values.TryGetValue(name, out var metadata))
        {
            throw new InvalidBundleException(file, $"has no {kind} '{name}'; it has {string.Join(", ", values.Keys)}");
        }

        if (metadata.ElementDataType != type || !metadata.Dimensions.AsSpan().SequenceEqual(shape))
        {
            throw new InvalidBundleException(
                file,
                $"{kind} '{name}' is {metadata.ElementDataType} [{string.Join(", ", metadata.Dimensions)}]; "
                + $"the manifest needs {type} [{string.Join(", ", shape.ToArray())}]");
        }
    }
}
