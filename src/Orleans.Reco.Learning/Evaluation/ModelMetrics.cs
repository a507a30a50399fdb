namespace Orleans.Reco.Learning;

/// <summary>Means over the ranked users.</summary>
public sealed record ModelMetrics
{
    /// <summary>The lengths of list that are measured.</summary>
    public static readonly IReadOnlyList<int> Lengths = [5, 10, 20];

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>What differs from full ranking, in words; null where every candidate was ranked.</summary>
    public string? Sampling { get; init; }

    /// <summary>The measures at each of <see cref="Lengths"/>.</summary>
    public required IReadOnlyList<CutoffMetrics> Cutoffs { get; init; }

    /// <summary>Share of the candidates that stand among the first 10 of at least one user, [0,1].</summary>
    public required double Coverage10 { get; init; }

    /// <summary>Share of users with a target among the first 10, [0,1].</summary>
    public double HitRate10 => At(10).HitRate;

    /// <summary>NDCG of the first 10, [0,1].</summary>
    public double Ndcg10 => At(10).Ndcg;

    /// <summary>NDCG of the first 20, [0,1].</summary>
    public double Ndcg20 => At(20).Ndcg;

    /// <summary>Share of the targets among the first 20, [0,1].</summary>
    public double Recall20 => At(20).Recall;

    /// <summary>Reciprocal rank of the first target, 0 beyond rank 10, [0,1].</summary>
    public double Mrr10 => At(10).Mrr;

    /// <summary>The measures at a length.</summary>
    /// <exception cref="KeyNotFoundException">The length is none of <see cref="Lengths"/>.</exception>
    public CutoffMetrics At(int length) =>
        Cutoffs.FirstOrDefault(c => c.Length == length) ?? throw new KeyNotFoundException($"Nothing is measured at {length}.");
}
