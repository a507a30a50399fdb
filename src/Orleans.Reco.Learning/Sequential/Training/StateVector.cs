using System.Runtime.InteropServices;
using TorchSharp;

namespace Orleans.Reco.Learning;

/// <summary>
/// All that a step of AdamW depends on beside the batch, as one vector: the weights, then the first and the second moments, each in the
/// order of the encoder's parameters.
/// </summary>
internal static class StateVector
{
    public static float[] Read(SequenceEncoder encoder, AdamWOptimizer optimizer) => Read([.. Weights(encoder), .. optimizer.MomentTensors]);

    /// <summary>The weights alone, the beginning of <see cref="Read(SequenceEncoder, AdamWOptimizer)"/>.</summary>
    public static float[] Read(SequenceEncoder encoder) => Read([.. Weights(encoder)]);

    public static void Write(ReadOnlySpan<float> state, SequenceEncoder encoder, AdamWOptimizer optimizer, int steps)
    {
        Write(state, [.. Weights(encoder), .. optimizer.MomentTensors]);
        optimizer.Steps = steps;
    }

    public static void Write(ReadOnlySpan<float> weights, SequenceEncoder encoder) => Write(weights, [.. Weights(encoder)]);

    private static IEnumerable<torch.Tensor> Weights(SequenceEncoder encoder) => encoder.named_parameters().Select(p => p.parameter);

    private static float[] Read(torch.Tensor[] tensors)
    {
        var state = new float[tensors.Sum(t => t.numel())];
        var at = 0;
        foreach (var values in tensors)
        {
            var span = Values(values);
            span.CopyTo(state.AsSpan(at));
            at += span.Length;
        }

        return state;
    }

    private static void Write(ReadOnlySpan<float> state, torch.Tensor[] tensors)
    {
        if (state.Length != tensors.Sum(t => t.numel()))
        {
            throw new DatasetException("state", $"{state.Length} numbers are not the {tensors.Sum(t => t.numel())} of this encoder; silos must be configured alike.");
        }

        foreach (var values in tensors)
        {
            var span = Values(values);
            state[..span.Length].CopyTo(span);
            state = state[span.Length..];
        }
    }

    // Parameters and moments are contiguous and on the CPU, so this is their memory itself.
    private static Span<float> Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
