namespace Orleans.Reco.Learning;

/// <summary>What an import read, dropped and kept. <c>RowsRead = Σ dropped + RowsKept</c>, always.</summary>
public sealed record CleaningReport
{
    /// <summary>The file of a dataset folder that holds it.</summary>
    public const string FileName = "report.json";

    /// <summary>Rows of the input, malformed ones included.</summary>
    public required long RowsRead { get; init; }

    /// <summary>The steps in their order; a row is counted in the first step that drops it.</summary>
    public required IReadOnlyList<CleaningStep> Steps { get; init; }

    /// <summary>Rows of the dataset.</summary>
    public required long RowsKept { get; init; }

    /// <summary>Users of the dataset.</summary>
    public required long Users { get; init; }

    /// <summary>Items with at least one row.</summary>
    public required long Items { get; init; }

    /// <summary>The first interaction; null where nothing is left.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last interaction; null where nothing is left.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Names and sizes of the input files.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The sum over the steps.</summary>
    public long RowsDropped => Steps.Sum(s => s.Dropped);
}

/// <summary>One step of the cleaning.</summary>
/// <param name="Name">The reason, for example <c>missing user</c>.</param>
/// <param name="Dropped">Rows dropped for it.</param>
/// <param name="Detail">What the rule is, in words.</param>
public sealed record CleaningStep(string Name, long Dropped, string Detail);
