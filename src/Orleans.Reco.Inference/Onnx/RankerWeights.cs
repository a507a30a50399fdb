namespace Orleans.Reco.Inference;

/// <summary>
/// The weights of a ranker on raw ids: a sum of terms, each of which may be absent, through a sigmoid. Dense layers are in PyTorch's
/// layout. <c>x</c> is the embeddings of all fields side by side, then the scaled numbers, then the interest vector.
/// </summary>
public sealed record RankerWeights
{
    /// <summary>The fields in the order of their embeddings.</summary>
    public required IReadOnlyList<RankerField> Fields { get; init; }

    /// <summary>The dimension d of embeddings; 0 where ids have none.</summary>
    public required int Dimension { get; init; }

    /// <summary>Embeddings of all fields, one field after the other, shape <c>[sum of sizes, d]</c>.</summary>
    public required float[] Embeddings { get; init; }

    /// <summary>What a number is multiplied by, shape <c>[numbers]</c>; empty where the ranker takes no numbers.</summary>
    public required float[] NumberScale { get; init; }

    /// <summary>What is added to it then, shape <c>[numbers]</c>.</summary>
    public required float[] NumberShift { get; init; }

    /// <summary>A weight an id and a number: logistic regression, and the wide part.</summary>
    public RankerLinearWeights? Linear { get; init; }

    /// <summary>True adds the dot products of all pairs of embeddings (Rendle, ICDM 2010).</summary>
    public bool Factorisation { get; init; }

    /// <summary>Dense layers on x with ReLU between them, the last with one output; empty for none.</summary>
    public IReadOnlyList<DenseLayer> Deep { get; init; } = [];

    /// <summary>Cross layers <c>c' = x ∘ (W c + b) + c</c> from <c>c = x</c> (Wang et al., WWW 2021); empty for none.</summary>
    public IReadOnlyList<DenseLayer> Cross { get; init; } = [];

    /// <summary>From the last cross layer to one output; null without <see cref="Cross"/>.</summary>
    public DenseLayer? CrossOutput { get; init; }

    /// <summary>Attention of the item to the user's past; null for none.</summary>
    public RankerInterestWeights? Interest { get; init; }
}
