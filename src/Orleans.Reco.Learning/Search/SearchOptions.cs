namespace Orleans.Reco.Learning;

/// <summary>How to search.</summary>
public sealed record SearchOptions
{
    /// <summary>What is searched over; at least one.</summary>
    public required IReadOnlyList<SearchDimension> Dimensions { get; init; }

    /// <summary>How the next hyper-parameters are chosen. Default: Bayes.</summary>
    public SearchStrategyKind Strategy { get; init; } = SearchStrategyKind.Bayes;

    /// <summary>Combinations that are tried. Default: 30. Allowed: 1 to 10,000.</summary>
    public int Trials { get; init; } = 30;

    /// <summary>Epochs, or whatever the objective counts, of a trial that is not ended early. Default: 27. Allowed: 1 to 100,000.</summary>
    public int MaxBudget { get; init; } = 27;

    /// <summary>
    /// The budget at which trials are first compared; the same as <see cref="MaxBudget"/> = none is ended early. Default: 3. Allowed: 1 to
    /// MaxBudget.
    /// </summary>
    public int MinBudget { get; init; } = 3;

    /// <summary>Each comparison lets one of so many go on, with so many times the budget. Default: 3. Allowed: 2 to 10.</summary>
    public int Reduction { get; init; } = 3;

    /// <summary>
    /// Trials that are chosen together and may run at once. The choice of the next ones waits for them all, so that the same seed
    /// gives the same search whatever takes longest. Default: 1. Allowed: 1 to 256.
    /// </summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// Memory that the process may grow to, MB: fewer trials run at once where the first one shows that they need more. 0 = no limit.
    /// </summary>
    public int MemoryMegabytes { get; init; }

    /// <summary>Seed of everything drawn. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where <c>trials.jsonl</c> is kept; a search that finds its own journal there goes on. Null = nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>What is searched, in words; a journal with another subject is refused. Default: empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The budgets at which trials are compared, the last one whole.</summary>
    public IReadOnlyList<int> Rungs
    {
        get
        {
            var rungs = new List<int>();
            for (long budget = MinBudget; budget < MaxBudget; budget *= Reduction)
            {
                rungs.Add((int)budget);
            }

            return [.. rungs, MaxBudget];
        }
    }

    /// <summary>Throws where a value is outside its range, and gives the options back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public SearchOptions Validate()
    {
        Require("trials", Trials, 1, 10_000);
        Require("maxBudget", MaxBudget, 1, 100_000);
        Require("minBudget", MinBudget, 1, MaxBudget);
        Require("reduction", Reduction, 2, 10);
        Require("parallel", Parallel, 1, 256);
        Require("memory", MemoryMegabytes, 0, int.MaxValue);
        if (Dimensions.Count == 0 || Dimensions.DistinctBy(d => d.Name).Count() != Dimensions.Count)
        {
            throw new DatasetException("set", "give at least one hyper-parameter, each once.");
        }

        foreach (var dimension in Dimensions)
        {
            _ = dimension.Validate();
        }

        return this;
    }

    private static void Require(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new DatasetException(name, $"{value} is not allowed; allowed are {least} to {most}.");
        }
    }
}
