namespace Orleans.Reco;

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

    /// <summary>What kind of refresh it is.</summary>
    [Id(9)]
    public RefreshKind Kind { get; init; }

    /// <summary>Who asked for it; <c>schedule</c> or <c>trigger</c> where nobody did.</summary>
    [Id(10)]
    public string By { get; init; } = "";

    /// <summary>The version in service when it was planned.</summary>
    [Id(11)]
    public string? Parent { get; init; }

    /// <summary>When each stage was entered, in order.</summary>
    [Id(12)]
    public StageTime[] Times { get; init; } = [];

    /// <summary>What the gate looked at, with its numbers; empty before it did.</summary>
    [Id(13)]
    public GateCheck[] Checks { get; init; } = [];

    /// <summary>The canary and what it has measured so far; null where there was none.</summary>
    [Id(14)]
    public CanaryStatus? Canary { get; init; }
}
