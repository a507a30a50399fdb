namespace Orleans.Reco;

/// <summary>When a refresh entered a stage.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.StageTime")]
public sealed record StageTime([property: Id(0)] RefreshStage Stage, [property: Id(1)] DateTimeOffset At);
