namespace Orleans.Reco.Learning;

/// <summary>Models measured under one protocol.</summary>
public sealed record MetricsTable
{
    /// <summary>How the numbers were measured, in words.</summary>
    public required string Protocol { get; init; }

    /// <summary>Users that were ranked for.</summary>
    public required int Users { get; init; }

    /// <summary>Items of every ranking.</summary>
    public required int Items { get; init; }

    /// <summary>One row a model.</summary>
    public required IReadOnlyList<ModelMetrics> Rows { get; init; }

    /// <summary>The row of a model.</summary>
    /// <exception cref="KeyNotFoundException">There is no such row.</exception>
    public ModelMetrics this[string model] =>
        Rows.FirstOrDefault(r => r.Model == model) ?? throw new KeyNotFoundException($"No metrics of '{model}'.");

    /// <summary>The numbers by <c>model.metric</c>, as a bundle's manifest keeps them.</summary>
    public Dictionary<string, double> ToDictionary()
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            numbers[$"{row.Model}.hr@10"] = row.HitRate10;
            numbers[$"{row.Model}.ndcg@10"] = row.Ndcg10;
            numbers[$"{row.Model}.recall@20"] = row.Recall20;
            numbers[$"{row.Model}.ndcg@20"] = row.Ndcg20;
            numbers[$"{row.Model}.mrr@10"] = row.Mrr10;
            numbers[$"{row.Model}.coverage@10"] = row.Coverage10;
        }

        return numbers;
    }
}

/// <summary>Means over the ranked users.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="HitRate10">Share of users with a target among the first 10, [0,1].</param>
/// <param name="Ndcg10">Normalised discounted cumulative gain of the first 10, binary gains (Järvelin and Kekäläinen 2002), [0,1].</param>
/// <param name="Recall20">Share of the targets among the first 20, [0,1].</param>
/// <param name="Mrr10">Reciprocal rank of the first target, 0 beyond rank 10, [0,1].</param>
/// <param name="Coverage10">Share of the items that stand among the first 10 of at least one user, [0,1].</param>
/// <param name="Ndcg20">As <paramref name="Ndcg10"/>, of the first 20.</param>
public sealed record ModelMetrics(
    string Model, double HitRate10, double Ndcg10, double Recall20, double Mrr10, double Coverage10, double Ndcg20);
