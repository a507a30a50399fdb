namespace Orleans.Reco.Inference;

/// <summary>
/// Weights of a model whose scores are sums over the items j of a history:
/// <c>score(i) = Σ_j decay^age_j (rows_j(i) + from_j · to_i)</c>.
/// </summary>
public sealed record LinearScoresWeights
{
    /// <summary>The number of items.</summary>
    public required int Items { get; init; }

    /// <summary>What an item counts for each event after it, (0,1]; 1 = order does not matter.</summary>
    public float Decay { get; init; } = 1;

    /// <summary>Weights kept for each item; 0 = none.</summary>
    public int Width { get; init; }

    /// <summary>Vocabulary indices that the item of each row speaks for, 0 = none, shape <c>[items, width]</c>.</summary>
    public ReadOnlyMemory<int> RowItems { get; init; }

    /// <summary>How much it does, same shape.</summary>
    public ReadOnlyMemory<float> RowWeights { get; init; }

    /// <summary>The dimension of the part of low rank; 0 = none.</summary>
    public int Dimension { get; init; }

    /// <summary>Shape <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> From { get; init; }

    /// <summary>Shape <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> To { get; init; }
}
