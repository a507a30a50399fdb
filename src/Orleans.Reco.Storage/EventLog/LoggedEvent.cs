namespace Orleans.Reco.Storage;

/// <summary>An event as the log keeps it: one row. The user stands in it by pseudonym only.</summary>
public sealed record LoggedEvent
{
    /// <summary>The tenant; the first level of the folder tree, so that tenants never share a file.</summary>
    public required string Tenant { get; init; }

    /// <summary>The event's id; unique within a user.</summary>
    public required string EventId { get; init; }

    /// <summary>The user's pseudonym: an HMAC whose secret lives in the user's state only.</summary>
    public required string User { get; init; }

    /// <summary>The item; null for an event without one.</summary>
    public string? ItemId { get; init; }

    /// <summary>The interaction type's name.</summary>
    public required string Type { get; init; }

    /// <summary>Rating, price or dwell seconds.</summary>
    public double? Value { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was taken in; its date names the partition.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The visit.</summary>
    public string? SessionId { get; init; }

    /// <summary>The recommendation that led to it.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>The rest, as a JSON object; null where there is none.</summary>
    public string? Context { get; init; }
}
