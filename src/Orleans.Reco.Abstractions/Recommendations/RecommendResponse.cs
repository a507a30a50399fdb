namespace Orleans.Reco;

/// <summary>A list of items for a user.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RecommendResponse")]
public sealed record RecommendResponse
{
    /// <summary>Send this back with the clicks that the list led to.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>The bundle that scored every item of the list; <c>none</c> before the first model.</summary>
    [Id(1)]
    public required string ModelVersion { get; init; }

    /// <summary>The items, best first.</summary>
    [Id(2)]
    public required RecommendedItem[] Items { get; init; }

    /// <summary>The number of the user's events that the list reflects.</summary>
    [Id(3)]
    public long Sequence { get; init; }

    /// <summary>True where the scoring pool was full or away and the list is in dot-product or popularity order.</summary>
    [Id(4)]
    public bool Degraded { get; init; }

    /// <summary>The bundle that made the user vector; null where there is none. Equal to <see cref="ModelVersion"/>.</summary>
    [Id(5)]
    public string? UserVectorVersion { get; init; }

    /// <summary>The bundle of the ranker; null where none ordered the list. Equal to <see cref="ModelVersion"/>.</summary>
    [Id(6)]
    public string? RankerVersion { get; init; }
}

/// <summary>An item of a list.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RecommendedItem")]
public sealed record RecommendedItem
{
    /// <summary>The item.</summary>
    [Id(0)]
    public required string ItemId { get; init; }

    /// <summary>The score by which the list is ordered before diversity; comparable within one response only.</summary>
    [Id(1)]
    public required float Score { get; init; }

    /// <summary>What found it: <c>personal, similar, trending, popular, new</c>.</summary>
    [Id(2)]
    public required string Source { get; init; }

    /// <summary>Why, in words; empty unless asked for.</summary>
    [Id(3)]
    public string[] Reasons { get; init; } = [];

    /// <summary>The item's title.</summary>
    [Id(4)]
    public required string Title { get; init; }

    /// <summary>The item's price.</summary>
    [Id(5)]
    public decimal? Price { get; init; }

    /// <summary>ISO 4217 code of the price.</summary>
    [Id(6)]
    public string? Currency { get; init; }

    /// <summary>The item's first category.</summary>
    [Id(7)]
    public string? Category { get; init; }
}
