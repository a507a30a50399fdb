namespace Orleans.Reco.Inference;

/// <summary>
/// The weights of a GRU user encoder (Cho et al., EMNLP 2014) in PyTorch's layout: row-major, gates in the order r, z, n, with
/// <c>n = tanh(W_n x + b_n + r * (U_n h + c_n))</c> and <c>h' = (1 - z) * n + z * h</c>.
/// </summary>
public sealed record GruEncoderWeights
{
    /// <summary>The number of items n; the embedding has n + 1 rows.</summary>
    public required int Items { get; init; }

    /// <summary>The number of event indices e; the embedding has e + 1 rows.</summary>
    public required int Events { get; init; }

    /// <summary>The dimension d of item vectors, event vectors and the user vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>The dimension h of the state.</summary>
    public required int StateDimension { get; init; }

    /// <summary>Item vectors, shape <c>[items + 1, d]</c>. Row 0 stands for "no item" and is never used.</summary>
    public required float[] ItemEmbedding { get; init; }

    /// <summary>
    /// Event vectors, added to the item's, shape <c>[events + 1, d]</c>. Row 0 stands for "not trained on" and is never used.
    /// </summary>
    public required float[] EventEmbedding { get; init; }

    /// <summary>Input weights, shape <c>[3h, d]</c>.</summary>
    public required float[] WeightIh { get; init; }

    /// <summary>State weights, shape <c>[3h, h]</c>.</summary>
    public required float[] WeightHh { get; init; }

    /// <summary>Input biases, shape <c>[3h]</c>.</summary>
    public required float[] BiasIh { get; init; }

    /// <summary>State biases, shape <c>[3h]</c>.</summary>
    public required float[] BiasHh { get; init; }

    /// <summary>Maps the state to the user vector, shape <c>[d, h]</c>; null where the state is the user vector (then h = d).</summary>
    public float[]? Projection { get; init; }

    /// <summary>Bias of <see cref="Projection"/>, shape <c>[d]</c>; null for none.</summary>
    public float[]? ProjectionBias { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Events);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Dimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StateDimension);
        var gates = 3 * StateDimension;
        Require(nameof(ItemEmbedding), ItemEmbedding, Items + 1, Dimension);
        Require(nameof(EventEmbedding), EventEmbedding, Events + 1, Dimension);
        Require(nameof(WeightIh), WeightIh, gates, Dimension);
        Require(nameof(WeightHh), WeightHh, gates, StateDimension);
        Require(nameof(BiasIh), BiasIh, gates, 1);
        Require(nameof(BiasHh), BiasHh, gates, 1);
        if (Projection is not null)
        {
            Require(nameof(Projection), Projection, Dimension, StateDimension);
        }
        else if (StateDimension != Dimension)
        {
            throw new ArgumentException($"Without a projection the state dimension {StateDimension} must be the dimension {Dimension}.");
        }

        if (ProjectionBias is not null)
        {
            Require(nameof(ProjectionBias), ProjectionBias, Dimension, 1);
        }

        if (ProjectionBias is not null && Projection is null)
        {
            throw new ArgumentException($"{nameof(ProjectionBias)} needs a {nameof(Projection)}.");
        }
    }

    private static void Require(string name, float[] values, int rows, int columns)
    {
        var expected = (long)rows * columns;
        if (values.LongLength != expected)
        {
            throw new ArgumentException($"{name} has {values.LongLength} values; its shape [{rows}, {columns}] needs {expected}.");
        }
    }
}
