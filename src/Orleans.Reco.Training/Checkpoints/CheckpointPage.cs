namespace Orleans.Reco.Training;

/// <summary>A piece of a checkpoint: a large model has more bytes than a store takes as one value.</summary>
[GenerateSerializer]
[Alias("reco.TrainingCheckpointPage")]
internal sealed record CheckpointPage
{
    /// <summary>The piece.</summary>
    [Id(0)]
    public byte[] Bytes { get; init; } = [];
}
