namespace Orleans.Reco.Grains;

/// <summary>How far a training is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.TrainingReport")]
public sealed record TrainingReport
{
    /// <summary>
    /// <see cref="RefreshStage.Preparing"/>, Training, Evaluating, Failed, or Published once the candidate is in the bundle store and
    /// measured.
    /// </summary>
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

    /// <summary>Its metrics, as in the manifest, and those that the gate looks at (<see cref="Core.GateMetrics"/>).</summary>
    [Id(4)]
    public Dictionary<string, double> Metrics { get; init; } = [];
}
