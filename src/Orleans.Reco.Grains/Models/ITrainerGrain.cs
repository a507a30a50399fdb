namespace Orleans.Reco.Grains;

/// <summary>Trains for a tenant on a silo with the training role. Key: the tenant. Implemented where libtorch is.</summary>
[Alias("reco.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>Starts the plan unless it is under way or done, and tells how far it is. A trainer that lost its silo starts anew.</summary>
    [Alias("Advance")]
    Task<TrainingReport> Advance(TrainingPlan plan);
}

/// <summary>What to train.</summary>
/// <param name="RefreshId">The refresh; the same id is the same training.</param>
/// <param name="Parent">The version in service.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.TrainingPlan")]
public sealed record TrainingPlan([property: Id(0)] string RefreshId, [property: Id(1)] string? Parent);

/// <summary>How far a training is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.TrainingReport")]
public sealed record TrainingReport
{
    /// <summary><see cref="RefreshStage.Preparing"/>, Training, Evaluating, Published or Failed.</summary>
    [Id(0)]
    public required RefreshStage Stage { get; init; }

    /// <summary>Progress of the stage in [0,1].</summary>
    [Id(1)]
    public double Progress { get; init; }

    /// <summary>What it is doing, or why it failed.</summary>
    [Id(2)]
    public string Message { get; init; } = "";

    /// <summary>The published bundle, once it is.</summary>
    [Id(3)]
    public string? Version { get; init; }

    /// <summary>Its metrics, as in the manifest.</summary>
    [Id(4)]
    public Dictionary<string, double> Metrics { get; init; } = [];
}
