namespace Orleans.Reco.Grains;

/// <summary>The life of a tenant's model, written at every step.</summary>
[GenerateSerializer]
[Alias("reco.ModelCoordinatorState")]
internal sealed class ModelCoordinatorState
{
    public const int HistoryLength = 50;

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

    public bool IsRefreshing => Current is { EndedAt: null };

    public void Activate(string version, DateTimeOffset now)
    {
        if (ActiveVersion != version)
        {
            (PreviousVersion, ActiveVersion, ActiveSince) = (ActiveVersion, version, now);
        }
    }

    public void End(RefreshInfo ended)
    {
        Current = ended;
        History.Insert(0, ended);
        if (History.Count > HistoryLength)
        {
            History.RemoveAt(HistoryLength);
        }
    }

    public ModelStatus ToStatus() => new()
    {
        ActiveVersion = ActiveVersion,
        ActiveSince = ActiveSince,
        PreviousVersion = PreviousVersion,
        Current = Current,
        History = [.. History],
    };
}
