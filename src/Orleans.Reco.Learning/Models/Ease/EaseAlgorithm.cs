namespace Orleans.Reco.Learning;

/// <summary>
/// A linear autoencoder with a closed form (Steck, WWW 2019): <c>P = (XᵀX + λ I)⁻¹</c>, weights <c>w(j, i) = −P_ji / P_ii</c>, none
/// from an item to itself.
/// </summary>
public sealed class EaseAlgorithm : IModelAlgorithm
{
    // The square of it is what an array of floats can hold.
    private const int MaxItems = 46_000;

    /// <inheritdoc/>
    public string Name => "ease";

    /// <inheritdoc/>
    public string Summary => "A linear autoencoder in closed form, for catalogs up to some ten thousand items (Steck, WWW 2019).";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("regularisation", 250, 1, 100_000, "λ, in interactions.", ParameterScale.Logarithmic),
        new("weights", 500, 1, 5_000, "The strongest weights that are kept for each item.", ParameterScale.Integer),
        new("decay", 1, 0.1, 1, "What an item of the history counts for each event after it; 1 = order does not matter."),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var p = context.Parameters;
        var n = context.Data.Items.Count;
        if (n > MaxItems)
        {
            throw new DatasetException("items", $"{n} are too many for a dense matrix; {MaxItems} are allowed.");
        }

        var parallel = Parallelism.Options(context.Threads, context.CancellationToken);
        var inverse = CoOccurrence.Dense(InteractionMatrix.Create(context.Data, long.MaxValue), parallel);
        for (var i = 0; i < n; i++)
        {
            inverse[((long)i * n) + i] += (float)p["regularisation"];
        }

        SymmetricInverse.Invert(
            inverse, n, parallel, share => context.Progress?.Report(new FitProgress(1, 1, Math.Min(1, share), null, null, null)));
        var rows = ItemRows.Create(n, Math.Min(n, p.Int("weights")));
        _ = Parallel.For(0, n, parallel, () => (Row: new float[n], Best: (new float[n], new int[n])), (j, _, work) =>
        {
            for (var i = 0; i < n; i++)
            {
                work.Row[i] = i == j ? 0 : -inverse[((long)j * n) + i] / inverse[((long)i * n) + i];
            }

            rows.Keep(j, work.Row, work.Best);
            return work;
        }, _ => { });
        var decay = p["decay"];
        return new LinearItemModel(Name, n, new StaticHistory(context.Data, decay: decay), decay, rows, lowRank: null, context.Threads);
    }
}
