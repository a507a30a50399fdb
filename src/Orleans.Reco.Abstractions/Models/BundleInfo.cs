namespace Orleans.Reco;

/// <summary>A bundle of the bundle store.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.BundleInfo")]
public sealed record BundleInfo
{
    /// <summary>The bundle's version.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>The encoder's family, for example <c>recurrent</c>.</summary>
    [Id(1)]
    public string Architecture { get; init; } = "";

    /// <summary>When it was made.</summary>
    [Id(2)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version that it replaced or began from.</summary>
    [Id(3)]
    public string? Parent { get; init; }

    /// <summary>Items of its vocabulary.</summary>
    [Id(4)]
    public int Items { get; init; }

    /// <summary>The size of its files.</summary>
    [Id(5)]
    public long Bytes { get; init; }

    /// <summary>Time of its last training event.</summary>
    [Id(6)]
    public DateTimeOffset? TrainedTo { get; init; }

    /// <summary>Metrics on the holdout by name, for example <c>served.ndcg@10</c>.</summary>
    [Id(7)]
    public Dictionary<string, double> Metrics { get; init; } = [];

    /// <summary>Hyper-parameters and seed.</summary>
    [Id(8)]
    public Dictionary<string, string> Parameters { get; init; } = [];

    /// <summary>Its files and their sizes in bytes.</summary>
    [Id(9)]
    public Dictionary<string, long> Files { get; init; } = [];

    /// <summary>Why it cannot be served; null where it can.</summary>
    [Id(10)]
    public string? Fault { get; init; }
}
