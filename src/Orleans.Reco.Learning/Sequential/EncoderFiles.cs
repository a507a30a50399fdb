using System.Text.Json;

namespace Orleans.Reco.Learning;

/// <summary>What an encoder's bundle holds beside what serving reads.</summary>
internal static class EncoderFiles
{
    /// <summary>The encoder's weights in the safetensors format, for a warm start.</summary>
    public const string Weights = "weights.safetensors";

    /// <summary>The learning curve: a JSON array of <see cref="SequenceEpoch"/>.</summary>
    public const string Curve = "curve.json";

    public static Dictionary<string, ReadOnlyMemory<byte>> Create(
        string algorithm, IReadOnlyDictionary<string, WeightArray> weights, IReadOnlyList<SequenceEpoch> curve) => new(StringComparer.Ordinal)
        {
            [Weights] = SafeTensors.Write(weights, new Dictionary<string, string> { ["algorithm"] = algorithm }),
            [Curve] = JsonSerializer.SerializeToUtf8Bytes(curve, JsonSerializerOptions.Web),
        };
}
