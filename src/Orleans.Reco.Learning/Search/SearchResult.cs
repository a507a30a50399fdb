namespace Orleans.Reco.Learning;

/// <summary>What a search found.</summary>
public sealed record SearchResult
{
    /// <summary>All trials, in their order.</summary>
    public required IReadOnlyList<SearchTrial> Trials { get; init; }

    /// <summary>The budget that all trials took together, those of earlier runs of the search included.</summary>
    public required long Budget { get; init; }

    /// <summary>The best of the trials that got the whole budget.</summary>
    /// <exception cref="DatasetException">None did without failing.</exception>
    public SearchTrial Best => Trials.Where(t => t.Error is null && t.Budget == Trials.Max(o => o.Budget)).MaxBy(t => t.Metric)
        ?? throw new DatasetException("trials", $"all {Trials.Count} failed, the first one with: {Trials[0].Error}");
}
