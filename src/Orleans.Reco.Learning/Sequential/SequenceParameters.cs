namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters that all sequence models share.</summary>
internal static class SequenceParameters
{
    public static IReadOnlyList<HyperParameter> Common { get; } =
    [
        new("dimension", 64, 4, 1_024, "Dimension of user and item vectors", ParameterScale.Integer),
        new("maxLength", 50, 2, 1_000, "Events of a history that the model is given", ParameterScale.Integer),
        new("dropout", 0.4, 0, 0.95, "Share of the activations that are dropped while training"),
        new("epochs", 200, 1, 10_000, "Passes over the data at most", ParameterScale.Integer),
        new("patience", 20, 1, 10_000, "Epochs without a better validation NDCG@10 before training stops", ParameterScale.Integer),
        new("measureEvery", 1, 1, 1_000, "Epochs between two measurements on the validation part", ParameterScale.Integer),
        new("batchSize", 128, 1, 4_096, "Sequences of a batch", ParameterScale.Integer),
        new("learningRate", 0.001, 1e-7, 1, "Step size of AdamW", ParameterScale.Logarithmic),
        new("warmupSteps", 0, 0, 1_000_000, "Steps over which the learning rate grows from 0", ParameterScale.Integer),
        new("finalRate", 1, 0, 1, "Share of the learning rate that a cosine has come down to at the last epoch; 1 = it stays"),
        new("plateauFactor", 1, 0.01, 1, "The learning rate is multiplied with it after a metric that is not better; 1 = it stays"),
        new("weightDecay", 0.01, 0, 10, "Decoupled weight decay of AdamW"),
        new("gradientClip", 1, 1e-6, 1e6, "The largest norm of a gradient", ParameterScale.Logarithmic),
        new("negatives", 512, 0, 100_000, "Negatives of the sampled softmax, shared by a batch; 0 = all items", ParameterScale.Integer),
        new("negativePower", 0, 0, 1, "Negatives are drawn by popularity to this power; 0 = evenly"),
        new("labelSmoothing", 0, 0, 0.9, "Share of the target's probability that is spread over all items; with negatives = 0 only"),
        new("horizon", 1, 1, 50, "Events after a position that are its targets; 1 = the next alone", ParameterScale.Integer),
        new("horizonDecay", 0.5, 0.01, 1, "What such a target weighs, of the one before it"),
        new("eventDropout", 0, 0, 0.9, "Share of the events that are left out of a history while training"),
        new("temperature", 0, 0, 10, "Scores are cosines divided by it; 0 = they are dot products"),
        new("averaging", 0, 0, 0.99999, "Measured and kept are the weights' moving average with this decay a step; 0 = the weights themselves"),
        new("bfloat16", 0, 0, 1, "1 = the logits' products in bfloat16", ParameterScale.Integer),
    ];

    public static SequenceTrainingOptions ToOptions(ParameterValues values, int seed)
    {
        // What is drawn as a negative changes from batch to batch; probability that is spread over it would not be spread over the items.
        if (values["labelSmoothing"] > 0 && values.Int("negatives") > 0)
        {
            throw new DatasetException("labelSmoothing", "needs the softmax over all items: negatives = 0.");
        }

        return Read(values, seed);
    }

    private static SequenceTrainingOptions Read(ParameterValues values, int seed) => new()
    {
        Seed = seed,
        MaxLength = values.Int("maxLength"),
        Epochs = values.Int("epochs"),
        Patience = values.Int("patience"),
        MeasureEvery = values.Int("measureEvery"),
        BatchSize = values.Int("batchSize"),
        LearningRate = values["learningRate"],
        WarmupSteps = values.Int("warmupSteps"),
        FinalRate = values["finalRate"],
        PlateauFactor = values["plateauFactor"],
        WeightDecay = values["weightDecay"],
        GradientClip = values["gradientClip"],
        Negatives = values.Int("negatives"),
        NegativePower = values["negativePower"],
        LabelSmoothing = values["labelSmoothing"],
        Horizon = values.Int("horizon"),
        HorizonDecay = values["horizonDecay"],
        EventDropout = values["eventDropout"],
        Averaging = values["averaging"],
        Bfloat16 = values.Int("bfloat16") == 1,
    };
}
