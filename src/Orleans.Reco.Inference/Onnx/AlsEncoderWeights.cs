namespace Orleans.Reco.Inference;

/// <summary>What <see cref="AlsEncoderGraph"/> needs of a factorisation by alternating least squares.</summary>
public sealed record AlsEncoderWeights
{
    /// <summary>The number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Factors of a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Item vectors V, shape <c>[items, dimension]</c>.</summary>
    public required ReadOnlyMemory<float> ItemVectors { get; init; }

    /// <summary><c>α VᵀV</c>, shape <c>[dimension, dimension]</c>.</summary>
    public required ReadOnlyMemory<float> Gram { get; init; }

    /// <summary>Weight α of what was not observed.</summary>
    public required float UnobservedWeight { get; init; }

    /// <summary>λ.</summary>
    public required float Regularisation { get; init; }

    /// <summary>Exponent ν of the frequency scaling.</summary>
    public required float FrequencyExponent { get; init; }

    /// <summary>Steps of conjugate gradients.</summary>
    public required int Steps { get; init; }
}
