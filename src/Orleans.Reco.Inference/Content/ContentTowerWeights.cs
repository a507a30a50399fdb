namespace Orleans.Reco.Inference;

/// <summary>
/// A content tower: <c>vector = Σ a_t E_t / √(ε + Σ a_t²) + numbers · W + b</c> over the tokens t of an item.
/// </summary>
public sealed record ContentTowerWeights
{
    /// <summary>How its inputs are made.</summary>
    public required ContentSpec Spec { get; init; }

    /// <summary>The dimension d of item vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>a: how much a token counts, shape <c>[buckets]</c>; 0 for padding.</summary>
    public required float[] TokenWeights { get; init; }

    /// <summary>E, row-major, shape <c>[buckets, d]</c>.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>W, row-major, shape <c>[numbers, d]</c>.</summary>
    public required float[] Numbers { get; init; }

    /// <summary>b, shape <c>[d]</c>.</summary>
    public required float[] Bias { get; init; }

    internal void Validate()
    {
        Require(nameof(TokenWeights), TokenWeights.LongLength, Spec.Buckets);
        Require(nameof(Embedding), Embedding.LongLength, (long)Spec.Buckets * Dimension);
        Require(nameof(Numbers), Numbers.LongLength, (long)ContentFeatures.NumberCount * Dimension);
        Require(nameof(Bias), Bias.LongLength, Dimension);
    }

    private static void Require(string name, long actual, long expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{name} has {actual} values; its shape needs {expected}.");
        }
    }
}
