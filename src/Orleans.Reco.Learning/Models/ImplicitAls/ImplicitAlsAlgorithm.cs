namespace Orleans.Reco.Learning;

/// <summary>Implicit alternating least squares behind <see cref="IModelAlgorithm"/>; see <see cref="AlsModel"/>.</summary>
public sealed class ImplicitAlsAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "ials";

    /// <inheritdoc/>
    public string Summary => "Matrix factorisation by alternating least squares (Hu et al., ICDM 2008; Rendle et al., RecSys 2022).";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("dimension", 64, 1, 4096, "Factors of a vector.", ParameterScale.Integer),
        new("iterations", 12, 1, 1000, "Rounds; each solves all users, then all items.", ParameterScale.Integer),
        new("unobservedWeight", 0.1, 1e-5, 10, "Weight of what was not observed, against 1 for what was.", ParameterScale.Logarithmic),
        new("popularityExponent", 0, 0, 2, "δ: how much more what was not observed weighs for popular items (He et al., SIGIR 2016)."),
        new("regularisation", 0.003, 1e-6, 1000, "λ.", ParameterScale.Logarithmic),
        new("frequencyExponent", 1, 0, 2, "ν: 1 scales the regularisation with frequency, 0 does not."),
        new("steps", 3, 1, 100, "Steps of conjugate gradients in a round.", ParameterScale.Integer),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var p = context.Parameters;
        var options = new AlsOptions
        {
            Dimension = p.Int("dimension"),
            Iterations = p.Int("iterations"),
            UnobservedWeight = p["unobservedWeight"],
            PopularityExponent = p["popularityExponent"],
            Regularisation = p["regularisation"],
            FrequencyExponent = p["frequencyExponent"],
            Steps = p.Int("steps"),
            Seed = context.Seed,
            Threads = context.Threads,
        };
        return AlsModel.Fit(context.Data, long.MaxValue, options, context.Progress, context.CancellationToken);
    }
}
