namespace Orleans.Reco.Learning;

/// <summary>How far a training run is.</summary>
public sealed record TrainingProgress
{
    /// <summary>What it does now.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>Share of the whole run that is done, in [0,1]; never goes back.</summary>
    public required double Fraction { get; init; }

    /// <summary>The same in words.</summary>
    public required string Message { get; init; }

    /// <summary>The epoch, from 1; 0 outside the encoder's training.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs at most.</summary>
    public int Epochs { get; init; }

    /// <summary>Mean loss of the epoch so far; null where there is none.</summary>
    public double? Loss { get; init; }

    /// <summary>NDCG@10 on the validation window after the last whole epoch; null before.</summary>
    public double? ValidationNdcg { get; init; }

    /// <summary>Training events a second.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>Estimate of the time left if no early stop comes; null where not known.</summary>
    public TimeSpan? Remaining { get; init; }
}

/// <summary>The stages of a training run, in order.</summary>
public enum TrainingStage
{
    /// <summary>Reading, cleaning and splitting the data.</summary>
    Preparing = 0,

    /// <summary>Fitting popularity, item-kNN and ALS.</summary>
    Baselines = 1,

    /// <summary>Training the encoder, with early stopping on the validation window.</summary>
    Encoder = 2,

    /// <summary>Tuning the blend on the validation window.</summary>
    Tuning = 3,

    /// <summary>Training the chosen encoder on the validation window too.</summary>
    Refit = 4,

    /// <summary>Measuring every model on the holdout.</summary>
    Evaluating = 5,

    /// <summary>Writing the bundle.</summary>
    Exporting = 6,

    /// <summary>Done.</summary>
    Done = 7,
}
