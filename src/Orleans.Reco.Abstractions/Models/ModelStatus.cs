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

    /// <summary>Raised with every change of what is served; a silo that has seen a higher one ignores a lower one.</summary>
    [Id(5)]
    public long Revision { get; init; }

    /// <summary>What has come in since the last refresh was planned.</summary>
    [Id(6)]
    public RefreshSignals Signals { get; init; } = new();

    /// <summary>Who did what, newest first, at most 200.</summary>
    [Id(7)]
    public AuditRecord[] Audit { get; init; } = [];

    /// <summary>What a roll-back would take back: the canary under way or, where there is none, the version in service.</summary>
    public string? RevocableVersion => Current is { EndedAt: null, Stage: RefreshStage.Canary, Version: { } canary } ? canary : ActiveVersion;
}
