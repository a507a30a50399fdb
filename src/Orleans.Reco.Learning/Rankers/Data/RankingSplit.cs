using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>Rows in three parts by time: to fit, to choose on, and to measure on once.</summary>
public sealed record RankingSplit
{
    /// <summary>The protocol in words, as it stands beside every number.</summary>
    public required string Protocol { get; init; }

    /// <summary>What rankers learn from.</summary>
    public required RankingDataset Train { get; init; }

    /// <summary>What epochs, thresholds and hyper-parameters are chosen on.</summary>
    public required RankingDataset Validation { get; init; }

    /// <summary>What is measured on.</summary>
    public required RankingDataset Test { get; init; }

    /// <summary>
    /// Cuts at two moments; rows of one second stay together. Ids that training does not have become 0, unknown, in the later parts.
    /// </summary>
    /// <param name="dataset">Rows in the order of time.</param>
    /// <param name="validationFraction">Share of the rows that choices are made on, (0,1). Default: 0.1.</param>
    /// <param name="testFraction">Share of the rows, the last in time, (0,1). Default: 0.1.</param>
    /// <exception cref="DatasetException">The times leave no rows for one of the three parts.</exception>
    public static RankingSplit Create(RankingDataset dataset, double validationFraction = 0.1, double testFraction = 0.1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var validation = FirstOfSecond(dataset.Times, (int)(dataset.Count * (1 - validationFraction - testFraction)));
        var test = FirstOfSecond(dataset.Times, (int)(dataset.Count * (1 - testFraction)));
        if (!(0 < validation && validation < test && test < dataset.Count))
        {
            throw new DatasetException("timestamp", "the rows have too few different times for training, validation and test.");
        }

        var train = dataset.Slice(0, validation);
        var known = KnownIds(train);
        return new RankingSplit
        {
            Train = train,
            Validation = Hide(dataset.Slice(validation, test), known),
            Test = Hide(dataset.Slice(test, dataset.Count), known),
            Protocol = string.Join(
                ' ',
                $"Global temporal split: {validation} rows to fit, the next {test - validation}, from {At(validation)}, to choose on, the",
                $"last {dataset.Count - test}, from {At(test)}, to measure on once. Features of a row come from what lies before its own",
                "second, in whichever part that is; ids that the first part does not have are unknown to the model."),
        };

        string At(int row) =>
            DateTimeOffset.FromUnixTimeSeconds(dataset.Times[row]).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Cuts each user's rows by time: the first part to fit, the next to choose on, the last to measure on. Every user is known to the
    /// model, and what other users did later may be, too; a global split has neither.
    /// </summary>
    /// <param name="dataset">Rows in the order of time.</param>
    /// <param name="validationFraction">Share of a user's rows that choices are made on, (0,1). Default: 0.1.</param>
    /// <param name="testFraction">Share of a user's rows, the last in time, (0,1). Default: 0.1.</param>
    /// <exception cref="DatasetException">No user has rows for all three parts.</exception>
    public static RankingSplit CreateByUser(RankingDataset dataset, double validationFraction = 0.1, double testFraction = 0.1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (fields, user) = (dataset.Schema.Fields.Count, dataset.Schema.IndexOf(RankingSchema.User));
        List<int> train = [], validation = [], test = [];
        foreach (var rows in Enumerable.Range(0, dataset.Count).GroupBy(row => dataset.Ids[(row * fields) + user]))
        {
            int[] own = [.. rows];
            var from = (int)(own.Length * (1 - validationFraction - testFraction));
            var last = (int)(own.Length * (1 - testFraction));
            train.AddRange(own[..from]);
            validation.AddRange(own[from..last]);
            test.AddRange(own[last..]);
        }

        if (train.Count == 0 || validation.Count == 0 || test.Count == 0)
        {
            throw new DatasetException("user", "no user has enough rows for training, validation and test.");
        }

        train.Sort();
        validation.Sort();
        test.Sort();
        var fit = dataset.Take(train);
        var known = KnownIds(fit);
        return new RankingSplit
        {
            Train = fit,
            Validation = Hide(dataset.Take(validation), known),
            Test = Hide(dataset.Take(test), known),
            Protocol = string.Join(
                ' ',
                $"Temporal split of each user: the first rows to fit, {train.Count} in all, the next {validation.Count} to choose on, the last",
                $"{test.Count} to measure on once. Features of a row come from what lies before its own second, in whichever part that is;",
                "ids that the first part does not have are unknown to the model."),
        };
    }

    private static int FirstOfSecond(long[] times, int row)
    {
        while (row > 0 && row < times.Length && times[row] == times[row - 1])
        {
            row--;
        }

        return row;
    }

    private static bool[][] KnownIds(RankingDataset train)
    {
        var known = train.Schema.Fields.Select(f => new bool[f.Size]).ToArray();
        for (var i = 0; i < train.Ids.Length; i++)
        {
            known[i % known.Length][train.Ids[i]] = true;
        }

        return known;
    }

    private static RankingDataset Hide(RankingDataset rows, bool[][] known)
    {
        var item = known[rows.Schema.IndexOf(RankingSchema.Item)];
        for (var i = 0; i < rows.Ids.Length; i++)
        {
            rows.Ids[i] = known[i % known.Length][rows.Ids[i]] ? rows.Ids[i] : 0;
        }

        for (var i = 0; i < rows.HistoryItems.Length; i++)
        {
            rows.HistoryItems[i] = item[rows.HistoryItems[i]] ? rows.HistoryItems[i] : 0;
        }

        return rows;
    }
}
