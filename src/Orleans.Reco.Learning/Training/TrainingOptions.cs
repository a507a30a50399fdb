namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters of a training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seed of everything random: the same seed, data and machine give the same model. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Learnt dimensions of user and item vectors; the bundle's vectors have one more, for popularity. Default: 63. Allowed: 4 to 1,023.
    /// </summary>
    public int Dimension { get; init; } = 63;

    /// <summary>
    /// Dimension of a recurrent block's state. Default: 128. Allowed: 4 to 4,096. The state that a user keeps has this for each block, and
    /// <see cref="Dimension"/> more.
    /// </summary>
    public int StateDimension { get; init; } = 128;

    /// <summary>Events of a history that the encoder is trained on and is given. Default: 50. Allowed: 2 to 1,000.</summary>
    public int MaxLength { get; init; } = 50;

    /// <summary>Passes over the data at most. Default: 20. Allowed: 1 to 1,000.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without a better validation NDCG@10 before training stops. Default: 3. Allowed: 1 to 1,000.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Sequences of a batch; small ones learn more from an epoch. Default: 16. Allowed: 1 to 4,096.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Step size of AdamW. Default: 0.004. Allowed: above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 0.004;

    /// <summary>Decoupled weight decay of AdamW (Loshchilov and Hutter, ICLR 2019). Default: 0.01. Allowed: 0 to 1.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Dropout on the inputs and on the user vector. Default: 0.3. Allowed: 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Largest norm of a gradient. Default: 1. Allowed: above 0.</summary>
    public double GradientClip { get; init; } = 1.0;

    /// <summary>Catalogs up to this many items use the full softmax; larger ones sample. Default: 2,000 items. Allowed: 0 or more.</summary>
    public int FullSoftmaxItems { get; init; } = 2_000;

    /// <summary>Negatives of the sampled softmax, shared by a batch. Default: 512. Allowed: 1 to 100,000.</summary>
    public int Negatives { get; init; } = 512;

    /// <summary>Item neighbours of the bundle. Default: 20. Allowed: 1 to 1,000.</summary>
    public int Neighbours { get; init; } = 20;

    /// <summary>Share of the interactions, the last in time, that nothing is fitted on. Default: 0.1. Allowed: 0.01 to 0.4.</summary>
    public double HoldoutFraction { get; init; } = 0.1;

    /// <summary>Share of the interactions, those before the holdout, that choices are made on. Default: 0.1. Allowed: 0.01 to 0.4.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>
    /// After the best epoch is known, this share of as many epochs again, at half the step size, on everything before the holdout, so
    /// that the validation window's events are learnt too. Default: 0.25. Allowed: 0 (none) to 2.
    /// </summary>
    public double RefitShare { get; init; } = 0.25;

    /// <summary>Threads of the baselines and of measuring. Default: 0 = all cores. Allowed: 0 to 256.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Native threads of torch. Default: 1; 0 = all cores. Allowed: 0 to 256. The matrices are small, and OpenMP's threads wait for each
    /// other by spinning: where something else runs on the cores, two are many times slower than one.
    /// </summary>
    public int TorchThreads { get; init; } = 1;

    /// <summary>
    /// Time for the whole run; the encoder stops early enough to measure and export, with the best epoch so far. Null = no limit.
    /// A run that the clock stops is not repeatable to the digit.
    /// </summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Fewer interactions are refused. Default: 100.</summary>
    public int MinInteractions { get; init; } = 100;

    /// <summary>Fewer users are refused. Default: 10.</summary>
    public int MinUsers { get; init; } = 10;

    /// <summary>Fewer items are refused. Default: 10.</summary>
    public int MinItems { get; init; } = 10;

    /// <summary>Throws where a value is outside its range, and gives the options back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public TrainingOptions Validate()
    {
        Require("dimension", Dimension, 4, 1_023);
        Require("stateDimension", StateDimension, 4, 4_096);
        Require("maxLength", MaxLength, 2, 1_000);
        Require("epochs", Epochs, 1, 1_000);
        Require("patience", Patience, 1, 1_000);
        Require("batchSize", BatchSize, 1, 4_096);
        Require("learningRate", LearningRate, 1e-7, 1);
        Require("weightDecay", WeightDecay, 0, 1);
        Require("dropout", Dropout, 0, 0.95);
        Require("gradientClip", GradientClip, 1e-6, 1e6);
        Require("fullSoftmaxItems", FullSoftmaxItems, 0, int.MaxValue);
        Require("negatives", Negatives, 1, 100_000);
        Require("neighbours", Neighbours, 1, 1_000);
        Require("holdoutFraction", HoldoutFraction, 0.01, 0.4);
        Require("validationFraction", ValidationFraction, 0.01, 0.4);
        Require("refitShare", RefitShare, 0, 2);
        Require("threads", Threads, 0, 256);
        Require("torchThreads", TorchThreads, 0, 256);
        if (MaxDuration is { } limit)
        {
            Require("maxDuration", limit.TotalSeconds, 1, 7 * 86_400);
        }

        return this;
    }

    internal SequenceTrainingOptions ToSequence(int items) => new()
    {
        Seed = Seed,
        MaxLength = MaxLength,
        Epochs = Epochs,
        Patience = Patience,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        PlateauFactor = 0.5,
        WeightDecay = WeightDecay,
        GradientClip = GradientClip,
        Negatives = items <= FullSoftmaxItems ? 0 : Negatives,
    };

    /// <summary>Small steps and no measuring, to take in the events of the validation window.</summary>
    internal SequenceTrainingOptions ToRefit(int items, int epochs)
    {
        var options = ToSequence(items);
        return options with { Epochs = epochs, LearningRate = options.LearningRate * 0.5 };
    }

    internal AlsOptions ToAls() => new() { Seed = Seed, Threads = Threads };

    internal SequenceEncoder CreateEncoder(int items, int types) =>
        new LinearRecurrentEncoder(items, types, Dimension, StateDimension, blocks: 1, hidden: 4 * Dimension, Dropout);

    private static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DatasetException(name, FormattableString.Invariant($"{value} is not allowed; allowed are {least} to {most}."));
        }
    }
}
