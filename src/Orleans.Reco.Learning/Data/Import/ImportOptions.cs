namespace Orleans.Reco.Learning;

/// <summary>What to import, how to read it, and where to put it.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Input files of one layout: <c>.csv .tsv .inter .txt</c> or <c>.jsonl .ndjson .json</c>, each also <c>.gz</c>, or <c>.parquet</c>.
    /// </summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The dataset folder to write; its files are replaced.</summary>
    public required string Output { get; init; }

    /// <summary>A known layout, or null: see <see cref="ImportPreset.All"/>.</summary>
    public ImportPreset? Preset { get; init; }

    /// <summary>Columns by field; comes before the preset and the usual names.</summary>
    public ColumnMap Columns { get; init; } = new();

    /// <summary>An optional file with one row an item, for titles, categories, brands and prices.</summary>
    public string? ItemFile { get; init; }

    /// <summary>The interaction type of rows where the input has no type column. Default: the preset's, else <c>view</c>.</summary>
    public string? DefaultType { get; init; }

    /// <summary>
    /// The share of the users that is read; null = all. Needs a preset that names the users' column. What is counted is this share's.
    /// </summary>
    public UserPartition? Users { get; init; }

    /// <summary>
    /// Only rows received from this time on are read; null = all. Needs a preset that names the column. Other rows are not counted.
    /// </summary>
    public DateTimeOffset? ReceivedFrom { get; init; }

    /// <summary>What is dropped.</summary>
    public CleaningOptions Cleaning { get; init; } = new();

    /// <summary>What DuckDB may take.</summary>
    public DuckDbLimits Limits { get; init; } = new();
}
