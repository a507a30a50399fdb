namespace Orleans.Reco.Learning;

/// <summary>What a part's local steps came to.</summary>
public sealed record PartResult
{
    /// <summary>Weights and both moments of AdamW, see <see cref="TrainingRound"/>; as long as those that the round began with.</summary>
    public required ReadOnlyMemory<float> State { get; init; }

    /// <summary>Targets that were trained on: the weight of the state in the average.</summary>
    public required long Samples { get; init; }

    /// <summary>Optimiser steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The sum of the steps' losses.</summary>
    public required double LossSum { get; init; }

    /// <summary>Seconds of computation.</summary>
    public required double Seconds { get; init; }
}
