namespace Orleans.Reco;

/// <summary>A canary: a version that serves a share of the users, compared with the one in service.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.CanaryStatus")]
public sealed record CanaryStatus
{
    /// <summary>The canary's version.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>The version that it is compared with.</summary>
    [Id(1)]
    public required string Control { get; init; }

    /// <summary>The share of users that it serves, (0,1).</summary>
    [Id(2)]
    public double Share { get; init; }

    /// <summary>When it began to serve.</summary>
    [Id(3)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Up to this look, exclusive, users have been counted; looks are numbered from 1970-01-01 UTC.</summary>
    [Id(4)]
    public uint Through { get; init; }

    /// <summary>What was counted so far, one entry a metric.</summary>
    [Id(5)]
    public CanaryMetric[] Metrics { get; init; } = [];

    /// <summary>What the numbers say now.</summary>
    [Id(6)]
    public CanaryVerdict Verdict { get; init; }
}
