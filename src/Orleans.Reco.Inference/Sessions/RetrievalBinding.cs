using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference;

/// <summary>
/// The inputs and outputs of a retrieval graph for one run at a time. ONNX Runtime brings an input to the device when it is bound, so the
/// mask, which stays bound, is sent again only when it is another.
/// </summary>
internal sealed class RetrievalBinding(InferenceSession session) : IDisposable
{
    private readonly OrtIoBinding _binding = session.CreateIoBinding();
    private float[]? _mask;
    private OrtValue? _maskValue;

    public void Run(RunOptions options, float[] mask, PooledTensors inputs, PooledTensors outputs)
    {
        if (!ReferenceEquals(mask, _mask))
        {
            Bind(mask);
        }

        foreach (var (name, value) in inputs.Names.Zip(inputs.Values))
        {
            _binding.BindInput(name, value);
        }

        foreach (var (name, value) in outputs.Names.Zip(outputs.Values))
        {
            _binding.BindOutput(name, value);
        }

        _binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, _binding);
        _binding.SynchronizeBoundOutputs();
    }

    public void Dispose()
    {
        _binding.Dispose();
        _maskValue?.Dispose();
    }

    // On the processor nothing is copied, and the graph reads the array itself: the value that pins it lives as long as it is bound.
    private void Bind(float[] mask)
    {
        var value = OrtValue.CreateTensorValueFromMemory(mask, [mask.Length]);
        try
        {
            _binding.BindInput("mask", value);
        }
        catch
        {
            value.Dispose();
            throw;
        }

        _maskValue?.Dispose();
        (_mask, _maskValue) = (mask, value);
    }
}
