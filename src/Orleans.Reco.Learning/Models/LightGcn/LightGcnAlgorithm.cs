namespace Orleans.Reco.Learning;

/// <summary>
/// Item vectors smoothed over the graph of users and items (LightGCN: He et al., SIGIR 2020). Only items have parameters: a user is what
/// the graph brings from the history, <c>u = Σ_j f_j / √(n d_j)</c>, and so a user who came later is no special case. Trained with
/// sampled softmax (Wu et al., TOIS 2024) in place of the paper's pairwise loss, and without the item that is to be found in the history.
/// </summary>
public sealed class LightGcnAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "lightgcn";

    /// <inheritdoc/>
    public string Summary => "Item vectors smoothed over the user-item graph (LightGCN: He et al., SIGIR 2020), without user parameters.";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("dimension", 64, 1, 4096, "Components of a vector.", ParameterScale.Integer),
        new("depth", 1, 0, 8, "How often vectors go from items to items over users; two layers of the paper each.", ParameterScale.Integer),
        new("epochs", 40, 1, 10_000, "Passes over the interactions.", ParameterScale.Integer),
        new("batchSize", 8192, 1, 1_000_000, "Interactions of a step.", ParameterScale.Integer),
        new("negatives", 512, 1, 100_000, "Items, drawn uniformly, that a batch shares as negatives.", ParameterScale.Integer),
        new("learningRate", 0.01, 1e-6, 1, "Step size of Adam.", ParameterScale.Logarithmic),
        new("weightDecay", 0.01, 0, 10, "Decoupled weight decay."),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var p = context.Parameters;
        var options = new LightGcnOptions(
            p.Int("dimension"), p.Int("depth"), p.Int("batchSize"), p.Int("negatives"), (float)p["learningRate"], (float)p["weightDecay"]);
        var trainer = new LightGcnTrainer(
            InteractionMatrix.Create(context.Data, long.MaxValue),
            options,
            context.Seed,
            Parallelism.Options(context.Threads, context.CancellationToken));
        var epochs = p.Int("epochs");
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var loss = trainer.Epoch();
            context.Progress?.Report(new FitProgress(epoch, epochs, 1, loss, null, null));
        }

        return new SumVectorModel(Name, new StaticHistory(context.Data), trainer.Vectors(), exponent: 0.5, context.Threads);
    }
}
