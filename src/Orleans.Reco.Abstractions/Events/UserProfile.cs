namespace Orleans.Reco;

/// <summary>What is known of a user.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.UserProfile")]
public sealed record UserProfile
{
    /// <summary>The user.</summary>
    [Id(0)]
    public required string UserId { get; init; }

    /// <summary>Attributes that the shop set, such as segment or country.</summary>
    [Id(1)]
    public required Dictionary<string, string> Attributes { get; init; }

    /// <summary>The number of events applied so far.</summary>
    [Id(2)]
    public required long Sequence { get; init; }

    /// <summary>The recent history, newest first.</summary>
    [Id(3)]
    public required UserHistoryItem[] History { get; init; }
}

/// <summary>One event of a history, with names instead of ordinals.</summary>
/// <param name="ItemId">The item; null for an event without one.</param>
/// <param name="Title">The item's title where the catalog has it.</param>
/// <param name="Type">The interaction type's name.</param>
/// <param name="Value">Rating, price or dwell seconds.</param>
/// <param name="Timestamp">When it happened.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.UserHistoryItem")]
public sealed record UserHistoryItem(
    [property: Id(0)] string? ItemId,
    [property: Id(1)] string? Title,
    [property: Id(2)] string Type,
    [property: Id(3)] double Value,
    [property: Id(4)] DateTimeOffset Timestamp);
