namespace Orleans.Reco;

/// <summary>The state of a tenant's model.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.ModelStatus")]
public sealed record ModelStatus
{
    /// <summary>The version in service; null before the first.</summary>
    [Id(0)]
    public string? ActiveVersion { get; init; }

    /// <summary>In service since.</summary>
    [Id(1)]
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>The version before it; null where there was none.</summary>
    [Id(2)]
    public string? PreviousVersion { get; init; }

    /// <summary>The refresh under way, or the last one; null before the first.</summary>
    [Id(3)]
    public RefreshInfo? Current { get; init; }

    /// <summary>Ended refreshes, newest first, at most 50.</summary>
    [Id(4)]
    public RefreshInfo[] History { get; init; } = [];
}

/// <summary>One refresh.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RefreshInfo")]
public sealed record RefreshInfo
{
    /// <summary>The refresh's id, which sorts by time.</summary>
    [Id(0)]
    public required string RefreshId { get; init; }

    /// <summary>Why it was started.</summary>
    [Id(1)]
    public required string Reason { get; init; }

    /// <summary>How far it got.</summary>
    [Id(2)]
    public required RefreshStage Stage { get; init; }

    /// <summary>When it was started.</summary>
    [Id(3)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(4)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Progress of the stage in [0,1].</summary>
    [Id(5)]
    public double Progress { get; init; }

    /// <summary>What it is doing, or why it failed, in words.</summary>
    [Id(6)]
    public string Message { get; init; } = "";

    /// <summary>The bundle that it made.</summary>
    [Id(7)]
    public string? Version { get; init; }

    /// <summary>Metrics by name, for example <c>encoder.ndcg@10</c>.</summary>
    [Id(8)]
    public Dictionary<string, double> Metrics { get; init; } = [];
}

/// <summary>The stages of a refresh, in order.</summary>
public enum RefreshStage
{
    /// <summary>Accepted; nothing done yet.</summary>
    Planned = 0,

    /// <summary>Reading and cleaning the event log.</summary>
    Preparing = 1,

    /// <summary>Training.</summary>
    Training = 2,

    /// <summary>Measuring on the holdout.</summary>
    Evaluating = 3,

    /// <summary>Passed the gate.</summary>
    Gated = 4,

    /// <summary>In the bundle store.</summary>
    Published = 5,

    /// <summary>Being loaded by every silo.</summary>
    Staging = 6,

    /// <summary>Serving a share of the users.</summary>
    Canary = 7,

    /// <summary>In service.</summary>
    Promoted = 8,

    /// <summary>Taken back; its parent serves.</summary>
    RolledBack = 9,

    /// <summary>Ended without a model in service; see the message.</summary>
    Failed = 10,
}
