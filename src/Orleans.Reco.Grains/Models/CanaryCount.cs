using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>What one silo counted of the users of one version whose first list was of one look.</summary>
/// <param name="Slot">The look, see <see cref="CanaryTest.Slot"/>.</param>
/// <param name="IsCanary">True for users of the canary, false for those of the version in service.</param>
/// <param name="Users">Users.</param>
/// <param name="Successes">Those of them with each success, in the order of <see cref="CanaryTest.Metrics"/>.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CanaryCount")]
internal sealed record CanaryCount(
    [property: Id(0)] uint Slot, [property: Id(1)] bool IsCanary, [property: Id(2)] long Users, [property: Id(3)] long[] Successes);
