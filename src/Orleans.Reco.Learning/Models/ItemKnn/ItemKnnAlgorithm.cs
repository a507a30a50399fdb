namespace Orleans.Reco.Learning;

/// <summary>Item-based neighbourhoods behind <see cref="IModelAlgorithm"/>; see <see cref="ItemKnnModel"/>.</summary>
public sealed class ItemKnnAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "item-knn";

    /// <inheritdoc/>
    public string Summary => "Items that the same users turn to (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004).";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("neighbours", 200, 1, 1000, "Neighbours kept for each item.", ParameterScale.Integer),
        new("shrinkage", 0, 0, 1000, "Damps similarities that rest on few users."),
        new("fromExponent", 0.5, 0, 1, "How much the frequency of the history's item counts against a similarity; 0.5 = cosine."),
        new("toExponent", 0.5, 0, 1, "How much the frequency of the scored item counts against a similarity; 0.5 = cosine."),
        new("userExponent", 0, 0, 1, "How much less users with long histories count: each counts 1 / length^exponent."),
        new("decay", 1, 0.1, 1, "What an item of the history counts for each event after it; 1 = order does not matter."),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var p = context.Parameters;
        var parallel = Parallelism.Options(context.Threads, context.CancellationToken);
        var matrix = InteractionMatrix.Create(context.Data, long.MaxValue, ItemKnnModel.MaxItemsPerUser);
        var shrinkage = p["shrinkage"];
        var (from, to) = (Norms(matrix, p["fromExponent"]), Norms(matrix, p["toExponent"]));
        var rows = CoOccurrence.Rows(
            matrix, p.Int("neighbours"), p["userExponent"], (j, i, both) => i == j ? 0 : both / ((from[j] * to[i]) + shrinkage), parallel);
        var decay = p["decay"];
        return new LinearItemModel(
            Name, matrix.Items, new StaticHistory(context.Data, decay: decay), decay, rows, lowRank: null, context.Threads);
    }

    private static double[] Norms(InteractionMatrix matrix, double exponent)
    {
        var norms = new double[matrix.Items];
        for (var i = 0; i < norms.Length; i++)
        {
            norms[i] = Math.Pow(matrix.ItemStarts[i + 1] - matrix.ItemStarts[i], exponent);
        }

        return norms;
    }
}
