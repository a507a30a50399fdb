using System.Text.Json.Serialization;

namespace Orleans.Reco.Inference;

/// <summary>In which numbers a ranker's graph multiplies. Its inputs and outputs are float32 in any case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RankerPrecision>))]
public enum RankerPrecision
{
    /// <summary>32-bit floating point.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32 = 0,

    /// <summary>8-bit integers in all layers but the last, see <see cref="MlpRankerGraph.BuildInt8"/>.</summary>
    [JsonStringEnumMemberName("int8")]
    Int8 = 1,
}
