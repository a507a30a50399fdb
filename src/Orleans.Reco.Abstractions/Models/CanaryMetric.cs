using System.Text.Json.Serialization;

namespace Orleans.Reco;

/// <summary>A success that a user has or has not, counted once for each user of a canary.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.CanaryMetric")]
public sealed record CanaryMetric
{
    /// <summary><c>click-through</c>, <c>conversion</c>, <c>answered</c>, <c>filled</c> or <c>fast</c>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Users of the version in service.</summary>
    [Id(1)]
    public long ControlUsers { get; init; }

    /// <summary>Those of them with the success.</summary>
    [Id(2)]
    public long ControlSuccesses { get; init; }

    /// <summary>Users of the canary.</summary>
    [Id(3)]
    public long CanaryUsers { get; init; }

    /// <summary>Those of them with the success.</summary>
    [Id(4)]
    public long CanarySuccesses { get; init; }

    /// <summary>
    /// The evidence that the canary's rate is the lower one, as an e-value: where it is not, the chance that this ever reaches x is at
    /// most 1/x.
    /// </summary>
    [Id(5)]
    public double Evidence { get; init; } = 1;

    /// <summary>The logarithm of the evidence against each size of loss that the test bets on; their mean is the evidence.</summary>
    [Id(6)]
    [JsonIgnore]
    public Packed<double> LogWealth { get; init; }

    /// <summary>The rate of the version in service, [0,1]; 0 without users.</summary>
    public double ControlRate => ControlUsers == 0 ? 0 : (double)ControlSuccesses / ControlUsers;

    /// <summary>The canary's rate, [0,1]; 0 without users.</summary>
    public double CanaryRate => CanaryUsers == 0 ? 0 : (double)CanarySuccesses / CanaryUsers;
}
