namespace Orleans.Reco.Learning;

/// <summary>Local steps of all parts from the same weights, at whose end the weights are averaged.</summary>
public sealed record TrainingRound
{
    /// <summary>Counts the rounds of a training, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>False: on the events before the validation window. True: on all before the holdout.</summary>
    public bool Refit { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs at most, for the schedule of the learning rate.</summary>
    public required int Epochs { get; init; }

    /// <summary>Which round of the epoch, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Rounds of the epoch; each part takes one as many of its batches.</summary>
    public required int Count { get; init; }

    /// <summary>Optimiser steps before this round.</summary>
    public required int Steps { get; init; }

    /// <summary>What plateaus have left of the learning rate, in (0,1].</summary>
    public required double RateFactor { get; init; }

    /// <summary>A part's batches of this round: its share of the epoch's, so that every event trains once an epoch whatever the parts' sizes.</summary>
    internal Range BatchesOf(int all) => (int)((long)all * Index / Count)..(int)((long)all * (Index + 1) / Count);
}
