namespace Orleans.Reco.Learning;

/// <summary>
/// A graph filter without epochs (GF-CF: Shen et al., CIKM 2021): <c>scores = r P + w · r D^-b U Uᵀ D^b</c> of a user's row r, where
/// <c>P = D^-b Rᵀ D_u^-2a R D^-b</c> is the linear filter, kept as the strongest weights of each item, and U are the first
/// eigenvectors of P, an ideal low-pass filter.
/// </summary>
public sealed class SpectralAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "spectral";

    /// <inheritdoc/>
    public string Summary => "A graph filter in closed form, linear plus ideal low-pass (GF-CF: Shen et al., CIKM 2021).";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("dimension", 512, 1, 4096, "Eigenvectors that the low-pass filter lets through.", ParameterScale.Integer),
        new("lowPassWeight", 0.3, 0, 100, "w: what the low-pass filter counts beside the linear one."),
        new("neighbours", 500, 1, 5_000, "Weights of the linear filter that are kept for each item.", ParameterScale.Integer),
        new("userExponent", 0.5, 0, 1, "a: how much less users with long histories count."),
        new("itemExponent", 0.5, 0, 1, "b: how much less frequent items count."),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = TorchSession.Begin(context.TorchThreads, context.Seed, context.CancellationToken);
        var p = context.Parameters;
        var parallel = Parallelism.Options(context.Threads, context.CancellationToken);
        var matrix = InteractionMatrix.Create(context.Data, long.MaxValue);
        var (a, b) = (p["userExponent"], p["itemExponent"]);
        var filter = new LowPassFilter(matrix, a, b, parallel);
        var scale = filter.ItemScale.ToArray();
        var rows = CoOccurrence.Rows(matrix, p.Int("neighbours"), 2 * a, (j, i, both) => both * scale[j] * scale[i], parallel);
        var dimension = Math.Min(p.Int("dimension"), matrix.Items);
        var vectors = filter.Eigenvectors(
            dimension, context.Seed, (done, of) => context.Progress?.Report(new FitProgress(done, of, 1, null, null, null)));
        return new LinearItemModel(
            Name,
            matrix.Items,
            new StaticHistory(context.Data),
            decay: 1,
            rows,
            Project(vectors, dimension, scale, (float)p["lowPassWeight"]),
            context.Threads);
    }

    private static LowRank Project(float[] vectors, int dimension, float[] scale, float weight)
    {
        var (from, to) = (new float[vectors.Length], new float[vectors.Length]);
        for (var i = 0; i < vectors.Length; i++)
        {
            from[i] = vectors[i] * scale[i / dimension];
            to[i] = vectors[i] * weight / scale[i / dimension];
        }

        return new LowRank(dimension, from, to);
    }
}
