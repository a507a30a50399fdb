namespace Orleans.Reco;

/// <summary>A wish for recommendations.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RecommendRequest")]
public sealed record RecommendRequest
{
    /// <summary>Most items in a response.</summary>
    public const int MaxCount = 200;

    /// <summary>Most excluded items in a request.</summary>
    public const int MaxExclude = 1000;

    /// <summary>How many items, 1 to <see cref="MaxCount"/>. Default: 20.</summary>
    [Id(0)]
    public int Count { get; init; } = 20;

    /// <summary>Where the list will be shown, for exposure counts and reports. Default: <c>default</c>.</summary>
    [Id(1)]
    public string Placement { get; init; } = "default";

    /// <summary>Items that must not come, for example those already on the page.</summary>
    [Id(2)]
    public string[] Exclude { get; init; } = [];

    /// <summary>Only items of this category; all where null.</summary>
    [Id(3)]
    public string? Category { get; init; }

    /// <summary>The response must reflect at least this many events of the user (see <see cref="TrackResult.Sequence"/>).</summary>
    [Id(4)]
    public long MinSequence { get; init; }

    /// <summary>Give a reason with each item.</summary>
    [Id(5)]
    public bool Explain { get; init; }
}

/// <summary>A wish to rank given items.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RankRequest")]
public sealed record RankRequest
{
    /// <summary>Most items in a request.</summary>
    public const int MaxItems = 1000;

    /// <summary>The items to rank; unknown and unavailable ones are left out of the answer.</summary>
    [Id(0)]
    public required string[] ItemIds { get; init; }

    /// <summary>As in <see cref="RecommendRequest.MinSequence"/>.</summary>
    [Id(1)]
    public long MinSequence { get; init; }

    /// <summary>Give a reason with each item.</summary>
    [Id(2)]
    public bool Explain { get; init; }
}

/// <summary>Recommendations for a visit without a known user.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.SessionRecommendRequest")]
public sealed record SessionRecommendRequest
{
    /// <summary>Most events of a session.</summary>
    public const int MaxEvents = 200;

    /// <summary>What was looked at in this visit, oldest first.</summary>
    [Id(0)]
    public required SessionEvent[] Events { get; init; }

    /// <summary>How many items, 1 to <see cref="RecommendRequest.MaxCount"/>. Default: 20.</summary>
    [Id(1)]
    public int Count { get; init; } = 20;

    /// <summary>Items that must not come.</summary>
    [Id(2)]
    public string[] Exclude { get; init; } = [];

    /// <summary>Only items of this category; all where null.</summary>
    [Id(3)]
    public string? Category { get; init; }

    /// <summary>Give a reason with each item.</summary>
    [Id(4)]
    public bool Explain { get; init; }
}

/// <summary>One step of an anonymous visit.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Type">The interaction type's name. Default: <c>view</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.SessionEvent")]
public sealed record SessionEvent([property: Id(0)] string ItemId, [property: Id(1)] string Type = "view");
