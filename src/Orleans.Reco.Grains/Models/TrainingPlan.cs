namespace Orleans.Reco.Grains;

/// <summary>What to train and measure.</summary>
/// <param name="RefreshId">The refresh; the same id is the same training.</param>
/// <param name="Parent">The version in service, with which the candidate is compared.</param>
/// <param name="Kind">Full, quick, or none at all where the candidate is there already.</param>
/// <param name="Candidate">The bundle that is only measured, for <see cref="RefreshKind.Registered"/>.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.TrainingPlan")]
public sealed record TrainingPlan(
    [property: Id(0)] string RefreshId,
    [property: Id(1)] string? Parent,
    [property: Id(2)] RefreshKind Kind = RefreshKind.Full,
    [property: Id(3)] string? Candidate = null);
