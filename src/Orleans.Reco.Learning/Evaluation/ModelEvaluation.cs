namespace Orleans.Reco.Learning;

/// <summary>A model measured in detail.</summary>
public sealed record ModelEvaluation
{
    /// <summary>The means.</summary>
    public required ModelMetrics Metrics { get; init; }

    /// <summary>The measures of each user.</summary>
    public required PerUserMetrics PerUser { get; init; }

    /// <summary>How often each item stands among the first 10, shape <c>[items]</c>; −1 for items that may not be listed.</summary>
    public required IReadOnlyList<int> Exposure { get; init; }

    /// <summary>Diversity, novelty and popularity bias; null where no item statistics were given.</summary>
    public BeyondAccuracy? Beyond { get; init; }

    /// <summary>The slices; empty where no item statistics were given.</summary>
    public IReadOnlyList<SliceMetrics> Slices { get; init; } = [];
}
