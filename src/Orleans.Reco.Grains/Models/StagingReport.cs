namespace Orleans.Reco.Grains;

/// <summary>How far a silo is with loading a bundle beside the one that it serves.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.StagingReport")]
internal sealed record StagingReport
{
    /// <summary>True once it is loaded and warm, or where the silo does not serve the tenant.</summary>
    [Id(0)]
    public bool Ready { get; init; }

    /// <summary>Why the bundle cannot be served; null where it can or is still being loaded.</summary>
    [Id(1)]
    public string? Fault { get; init; }

    /// <summary>99th percentile of its scoring time over the recorded queries; null where there were none.</summary>
    [Id(2)]
    public TimeSpan? CandidateLatency { get; init; }

    /// <summary>The same of the one in service; null where there is none.</summary>
    [Id(3)]
    public TimeSpan? ParentLatency { get; init; }
}
