namespace Orleans.Reco.Learning;

/// <summary>Models measured on the same users under one protocol.</summary>
public sealed record ComparisonReport
{
    /// <summary>The name of the dataset folder.</summary>
    public required string Dataset { get; init; }

    /// <summary>The split, as <see cref="SplitConfiguration.Parse"/> reads it.</summary>
    public required string Split { get; init; }

    /// <summary>How the numbers were measured, in words.</summary>
    public required string Protocol { get; init; }

    /// <summary>Users that were ranked for.</summary>
    public required int Users { get; init; }

    /// <summary>Items of every ranking.</summary>
    public required int Items { get; init; }

    /// <summary>Resamples, swaps and their seed, in words.</summary>
    public required string Statistics { get; init; }

    /// <summary>The models, in the order in which they were given.</summary>
    public required IReadOnlyList<ComparedModel> Models { get; init; }

    /// <summary>Each further model against the first.</summary>
    public required IReadOnlyList<ComparedPair> Pairs { get; init; }
}
