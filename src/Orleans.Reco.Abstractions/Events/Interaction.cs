namespace Orleans.Reco;

/// <summary>Something a user did with an item.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.Interaction")]
public sealed record Interaction
{
    /// <summary>The caller's name for this event; the same id is applied once. A UUIDv7 is given where it is missing.</summary>
    [Id(0)]
    public string? EventId { get; init; }

    /// <summary>Who.</summary>
    [Id(1)]
    public required string UserId { get; init; }

    /// <summary>What. Optional for <c>search</c> only.</summary>
    [Id(2)]
    public string? ItemId { get; init; }

    /// <summary>How: <c>view click cart purchase rating like dislike share review search impression</c> or a configured type.</summary>
    [Id(3)]
    public required string Type { get; init; }

    /// <summary>Rating, price paid or dwell seconds, by type; finite.</summary>
    [Id(4)]
    public double? Value { get; init; }

    /// <summary>When it happened; now where missing. Not more than the allowed clock skew in the future.</summary>
    [Id(5)]
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The visit in which it happened.</summary>
    [Id(6)]
    public string? SessionId { get; init; }

    /// <summary>The recommendation that led to it, for attribution.</summary>
    [Id(7)]
    public string? RecommendationId { get; init; }

    /// <summary>Anything else worth logging; at most 32 short entries.</summary>
    [Id(8)]
    public Dictionary<string, string>? Context { get; init; }
}
