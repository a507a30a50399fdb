using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>A canary as silos and user grains know it: all of them by the same rules, whatever their own configuration says.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.CanaryDeployment")]
internal sealed record CanaryDeployment
{
    /// <summary>The refresh whose canary it is.</summary>
    [Id(0)]
    public required string CanaryId { get; init; }

    /// <summary>The canary's version.</summary>
    [Id(1)]
    public required string Version { get; init; }

    /// <summary>The version in service.</summary>
    [Id(2)]
    public required string Control { get; init; }

    /// <summary>The share of users that the canary serves.</summary>
    [Id(3)]
    public double Share { get; init; }

    /// <summary>Users are counted from this look on.</summary>
    [Id(4)]
    public uint From { get; init; }

    /// <summary>The length of a look.</summary>
    [Id(5)]
    public TimeSpan Look { get; init; }

    /// <summary>How long clicks and purchases count.</summary>
    [Id(6)]
    public TimeSpan Attribution { get; init; }

    /// <summary>A first list that takes longer is not fast.</summary>
    [Id(7)]
    public TimeSpan Fast { get; init; }

    /// <summary>True where the canary serves the user.</summary>
    public bool Serves(uint userHash) => CanaryAssignment.Serves(userHash, CanaryId, Share);

    /// <summary>The look of a time.</summary>
    public uint SlotOf(DateTimeOffset time) => CanaryTest.Slot(time, Look);
}
