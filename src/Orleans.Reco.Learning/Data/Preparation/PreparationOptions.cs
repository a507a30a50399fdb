namespace Orleans.Reco.Learning;

/// <summary>What to prepare, how, and where the result goes.</summary>
public sealed record PreparationOptions
{
    /// <summary>A dataset folder; it is not changed.</summary>
    public required string Dataset { get; init; }

    /// <summary>The dataset folder to write; its files are replaced.</summary>
    public required string Output { get; init; }

    /// <summary>The steps.</summary>
    public required PreparationConfiguration Configuration { get; init; }

    /// <summary>What DuckDB may take.</summary>
    public DuckDbLimits Limits { get; init; } = new();
}
