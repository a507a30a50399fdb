using System.ComponentModel.DataAnnotations;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>How a training is divided among silos. Section <c>Reco:Trainer:Parts</c>.</summary>
public sealed class TrainerPartsOptions
{
    /// <summary>Parts of a training at most; one silo with the training role is one part. 1: the trainer trains alone. Default: 16.</summary>
    [Range(1, 256, ErrorMessage = "Reco:Trainer:Parts:Max must be 1 to 256.")]
    public int Max { get; set; } = 16;

    /// <summary>With fewer interactions a trainer trains alone. Default: 50,000.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "Reco:Trainer:Parts:MinInteractions must be 0 or more.")]
    public int MinInteractions { get; set; } = 50_000;

    /// <summary>Optimiser steps that a part takes between two averages. Default: 32.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Reco:Trainer:Parts:LocalSteps must be 1 to 1,000,000.")]
    public int LocalSteps { get; set; } = 32;

    /// <summary>A part that takes longer than this multiple of the median part is stopped and counts with its steps so far. Default: 3.</summary>
    [Range(1.0, 1000.0, ErrorMessage = "Reco:Trainer:Parts:StragglerFactor must be 1 to 1,000.")]
    public double StragglerFactor { get; set; } = 3;

    /// <summary>No part is stopped before it is this much later than the median, and a stopped one that does not answer for as long is left out. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage = "Reco:Trainer:Parts:StragglerGrace must be 00:00:00.1 to 01:00:00.")]
    public TimeSpan StragglerGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a part that does not answer is tried again, on other silos too, before the round goes on without it. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Reco:Trainer:Parts:Patience must be 00:00:01 to 01:00:00.")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Least time between two checkpoints within an epoch; each epoch's end has one besides. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Reco:Trainer:Parts:CheckpointInterval must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(30);

    internal StragglerPolicy ToStragglerPolicy() => new(StragglerFactor, StragglerGrace);

    internal PartsOptions ToPartsOptions() => new()
    {
        LocalSteps = LocalSteps,
        MinInteractions = MinInteractions,
        CheckpointInterval = CheckpointInterval,
    };
}
