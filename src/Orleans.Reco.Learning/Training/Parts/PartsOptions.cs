namespace Orleans.Reco.Learning;

/// <summary>When and how a training uses parts.</summary>
public sealed record PartsOptions
{
    /// <summary>Optimiser steps that a part takes between two averages. Default: 32.</summary>
    public int LocalSteps { get; init; } = 32;

    /// <summary>With fewer interactions, training stays where it is. Default: 50,000.</summary>
    public int MinInteractions { get; init; } = 50_000;

    /// <summary>Least time between two checkpoints within an epoch; one is written after every epoch besides. Default: 30 seconds.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);
}
