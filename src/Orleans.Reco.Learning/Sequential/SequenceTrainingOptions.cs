namespace Orleans.Reco.Learning;

/// <summary>How a <see cref="SequenceEncoder"/> is trained.</summary>
internal sealed record SequenceTrainingOptions
{
    public required int Seed { get; init; }

    public required int MaxLength { get; init; }

    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs without a better metric before training stops.</summary>
    public required int Patience { get; init; }

    /// <summary>The metric is measured after every so many epochs, and after the last.</summary>
    public int MeasureEvery { get; init; } = 1;

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Steps over which the learning rate grows from 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>The share of the learning rate that a cosine has come down to at the last epoch; 1 = it stays.</summary>
    public double FinalRate { get; init; } = 1;

    /// <summary>What the learning rate is multiplied with after a metric that is not better; 1 = it stays.</summary>
    public double PlateauFactor { get; init; } = 1;

    public required double WeightDecay { get; init; }

    /// <summary>The largest norm of a gradient; longer ones are scaled to it.</summary>
    public required double GradientClip { get; init; }

    /// <summary>Negatives of the sampled softmax, shared by a batch; 0 = all items.</summary>
    public required int Negatives { get; init; }

    /// <summary>0 draws negatives evenly, 1 by popularity, between them by popularity to this power.</summary>
    public double NegativePower { get; init; }

    /// <summary>Share of the target's probability that is spread over all items (Szegedy et al., CVPR 2016); without negatives only.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How many of the events that follow a position are its targets (all-action loss of PinnerFormer, KDD 2022).</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>What a target weighs, of the one before it.</summary>
    public double HorizonDecay { get; init; } = 1;

    /// <summary>Share of the events that are left out of a window, anew each epoch.</summary>
    public double EventDropout { get; init; }

    /// <summary>The decay a step of the weights' moving average, which is measured and kept (Polyak and Juditsky 1992); 0 = none.</summary>
    public double Averaging { get; init; }

    /// <summary>Computes the logits' products in bfloat16.</summary>
    public bool Bfloat16 { get; init; }
}
