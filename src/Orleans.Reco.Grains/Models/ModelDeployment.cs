using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>What silos serve a tenant with; follows from the coordinator's written status alone.</summary>
/// <param name="Revision">A silo that has a higher one ignores this.</param>
/// <param name="Active">The version in service; null before the first.</param>
/// <param name="Standby">A version that stays loaded where it is, so that going back to it is a switch.</param>
/// <param name="Canary">The canary; null where there is none.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.ModelDeployment")]
internal sealed record ModelDeployment(
    [property: Id(0)] long Revision,
    [property: Id(1)] string? Active = null,
    [property: Id(2)] string? Standby = null,
    [property: Id(3)] CanaryDeployment? Canary = null)
{
    /// <summary>What a silo has before it was told anything.</summary>
    public static ModelDeployment Unknown { get; } = new(-1);

    /// <summary>The deployment that a status asks for.</summary>
    public static ModelDeployment Of(ModelStatus status, RefreshOptions options, DateTimeOffset now) => new(
        status.Revision,
        status.ActiveVersion,
        now - status.ActiveSince < options.Standby ? status.PreviousVersion : null,
        status.Current is { EndedAt: null, Stage: RefreshStage.Canary, Canary: { } canary } refresh
            ? new CanaryDeployment
            {
                CanaryId = refresh.RefreshId,
                Version = canary.Version,
                Control = canary.Control,
                Share = canary.Share,
                From = CanaryTest.Begin(canary.Version, canary.Control, canary.StartedAt, options.Canary).Through,
                Look = options.Canary.Look,
                Attribution = options.Canary.Attribution,
                Fast = options.Canary.Fast,
            }
            : null);
}
