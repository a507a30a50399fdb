namespace Orleans.Reco.Learning;

/// <summary>
/// Matrix factorisation that ranks what a user turned to above what the user did not (BPR-MF: Rendle et al., UAI 2009). Serving knows
/// no users, so the vector of one is folded in: a linear map of the mean of the history's item vectors, fitted to the vectors that
/// training found.
/// </summary>
public sealed class BprAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "bpr";

    /// <inheritdoc/>
    public string Summary => "Matrix factorisation trained on pairs of a seen and an unseen item (BPR-MF: Rendle et al., UAI 2009).";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("dimension", 64, 1, 4096, "Factors of a vector.", ParameterScale.Integer),
        new("epochs", 60, 1, 10_000, "Passes; each draws as many pairs as there are interactions.", ParameterScale.Integer),
        new("learningRate", 0.05, 1e-5, 10, "Step size.", ParameterScale.Logarithmic),
        new("regularisation", 0.01, 0, 10, "Shrinks the vectors of each pair."),
        new("foldInRidge", 1, 1e-6, 1e6, "Regularisation of the map from item vectors to users.", ParameterScale.Logarithmic),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var p = context.Parameters;
        var matrix = InteractionMatrix.Create(context.Data, long.MaxValue);
        var d = p.Int("dimension");
        var trainer = new BprTrainer(matrix, d, (float)p["learningRate"], (float)p["regularisation"], context.Seed);
        var epochs = p.Int("epochs");
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var loss = trainer.Epoch(context.CancellationToken);
            context.Progress?.Report(new FitProgress(epoch, epochs, 1, loss, null, null));
        }

        var from = MeanFoldIn.Fit(
            matrix, trainer.Users, trainer.Items, d, (float)p["foldInRidge"], Parallelism.Options(context.Threads, context.CancellationToken));
        return new SumVectorModel(
            Name, new StaticHistory(context.Data), new LowRank(d, from, trainer.Items), exponent: 1, context.Threads);
    }
}
