namespace Orleans.Reco.Learning;

/// <summary>Marks that users gave to items, with what is known of both: the raw material of a <see cref="RankingDataset"/>.</summary>
public sealed record RatingLog
{
    /// <summary>The marks in the order of time.</summary>
    public required IReadOnlyList<RatingEvent> Events { get; init; }

    /// <summary>How many users there are; they have the indices 0 to <c>Users - 1</c>.</summary>
    public required int Users { get; init; }

    /// <summary>How many items there are; they have the indices 0 to <c>Items - 1</c>.</summary>
    public required int Items { get; init; }

    /// <summary>Marks are whole numbers from 1 to this. Default: 5.</summary>
    public int Marks { get; init; } = 5;

    /// <summary>The least mark that means "liked". Default: 4.</summary>
    public int LikedFrom { get; init; } = 4;

    /// <summary>What is known of users; values are of users.</summary>
    public required IReadOnlyList<RatingAttribute> UserAttributes { get; init; }

    /// <summary>What is known of items; values are of items.</summary>
    public required IReadOnlyList<RatingAttribute> ItemAttributes { get; init; }

    /// <summary>The names of categories.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Indices of the categories of each item, shape <c>[items][any]</c>.</summary>
    public required IReadOnlyList<int[]> ItemCategories { get; init; }
}
