using System.Text.Json.Serialization;

namespace Orleans.Reco.LoadTests;

/// <summary>The bodies of <c>POST /v1/events</c>, as far as the load needs them.</summary>
internal sealed record PeerEvents(PeerEvent[] Events);

internal sealed record PeerEvent(string UserId, string ItemId, string Type);

internal sealed record PeerResults(PeerResult[] Results);

internal sealed record PeerResult(string EventId, string Status, long Sequence);

/// <summary>Generated serializers: the fastest that ASP.NET has.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PeerEvents))]
[JsonSerializable(typeof(PeerResults))]
[JsonSerializable(typeof(RecommendResponse))]
internal sealed partial class PeerJson : JsonSerializerContext;
