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
