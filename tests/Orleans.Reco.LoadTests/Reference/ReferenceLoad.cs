namespace Orleans.Reco.LoadTests;

/// <summary>The load that every figure is measured under, unless it says otherwise.</summary>
internal sealed record ReferenceLoad
{
    public int Items { get; init; } = 100_000;

    public int Dimension { get; init; } = 64;

    public int Users { get; init; } = 100_000;

    public int EventsPerUser { get; init; } = 50;

    /// <summary>Nearest items retrieved for a request.</summary>
    public int Retrieved { get; init; } = 500;

    /// <summary>Candidates that the ranker scores.</summary>
    public int Ranked { get; init; } = 200;

    public int Returned { get; init; } = 20;

    /// <summary>The share of requests that are recommendations; the others track one event.</summary>
    public double RecommendShare { get; init; } = 0.8;

    /// <summary>Exponents of the popularity of items and of the activity of users.</summary>
    public double ItemSkew { get; init; } = 0.99;

    public double UserSkew { get; init; } = 0.8;

    /// <summary>The share of all tracked events that name the most popular item; 0 leaves it to the distribution.</summary>
    public double HotItemShare { get; init; }

    public int Seed { get; init; } = 1;

    public static string UserId(int user) => $"user-{user}";

    public static string ItemId(int item) => $"item-{item}";
}
