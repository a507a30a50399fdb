namespace Orleans.Reco.Grains;

/// <summary>The life of a tenant's model as stored.</summary>
[GenerateSerializer]
[Alias("reco.ModelCoordinatorState")]
internal sealed class ModelCoordinatorState
{
    [Id(0)]
    public string? ActiveVersion { get; set; }

    [Id(1)]
    public DateTimeOffset? ActiveSince { get; set; }

    [Id(2)]
    public string? PreviousVersion { get; set; }

    /// <summary>The refresh under way, or the last one.</summary>
    [Id(3)]
    public RefreshInfo? Current { get; set; }

    /// <summary>Ended refreshes, newest first.</summary>
    [Id(4)]
    public List<RefreshInfo> History { get; set; } = [];

    [Id(5)]
    public long Revision { get; set; }

    [Id(6)]
    public RefreshSignals Signals { get; set; } = new();

    /// <summary>Newest first.</summary>
    [Id(7)]
    public List<AuditRecord> Audit { get; set; } = [];

    /// <summary>The whole as the value that the state machine works on.</summary>
    public ModelStatus ToStatus() => new()
    {
        ActiveVersion = ActiveVersion,
        ActiveSince = ActiveSince,
        PreviousVersion = PreviousVersion,
        Current = Current,
        History = [.. History],
        Revision = Revision,
        Signals = Signals,
        Audit = [.. Audit],
    };

    public void Set(ModelStatus status)
    {
        (ActiveVersion, ActiveSince, PreviousVersion) = (status.ActiveVersion, status.ActiveSince, status.PreviousVersion);
        (Current, Revision, Signals) = (status.Current, status.Revision, status.Signals);
        (History, Audit) = ([.. status.History], [.. status.Audit]);
    }
}
