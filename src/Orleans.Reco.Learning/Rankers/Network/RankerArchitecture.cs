namespace Orleans.Reco.Learning;

/// <summary>Which terms a <see cref="RankerNetwork"/> adds up, and on what.</summary>
internal sealed record RankerArchitecture
{
    /// <summary>The fields it takes, and nothing else; null = all fields and numbers.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>The dimension of embeddings; 0 = none.</summary>
    public int Dimension { get; init; }

    /// <summary>A weight an id and a number.</summary>
    public bool Linear { get; init; }

    /// <summary>Dot products of all pairs of embeddings.</summary>
    public bool Factorisation { get; init; }

    /// <summary>Units of the dense layers before the last; empty = no dense layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>Share of the dense layers' inputs that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>True = outputs of the hidden layers are dropped, too, not only their first inputs.</summary>
    public bool DropsBetweenLayers { get; init; } = true;

    /// <summary>0 = none.</summary>
    public int CrossLayers { get; init; }

    /// <summary>Hidden units of the attention to past events; 0 = none.</summary>
    public int AttentionUnits { get; init; }
}
