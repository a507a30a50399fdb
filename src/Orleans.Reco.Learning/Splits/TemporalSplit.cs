using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>
/// Cuts the interactions of all users at two moments: before <see cref="ValidationFrom"/> is for fitting, up to
/// <see cref="HoldoutFrom"/> for choices, the rest for the one measurement that is reported.
/// </summary>
/// <param name="ValidationFrom">Start of the validation window, seconds since 1970-01-01 UTC.</param>
/// <param name="HoldoutFrom">Start of the holdout window, seconds since 1970-01-01 UTC.</param>
public sealed record TemporalSplit(long ValidationFrom, long HoldoutFrom)
{
    /// <summary>Cuts at quantiles of the interactions' times; interactions of one second stay together.</summary>
    /// <exception cref="DatasetException">The times leave no interactions for one of the three parts.</exception>
    public static TemporalSplit Create(InteractionDataset dataset, double validationFraction, double holdoutFraction)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var times = Array.ConvertAll(dataset.Events, e => e.UnixSeconds);
        Array.Sort(times);
        var holdout = times[(int)(times.Length * (1 - holdoutFraction))];
        var validation = times[(int)(times.Length * (1 - holdoutFraction - validationFraction))];
        if (!(times[0] < validation && validation < holdout))
        {
            throw new DatasetException(
                "timestamp", "the interactions have too few different times to be split into training, validation and holdout.");
        }

        return new TemporalSplit(validation, holdout);
    }

    /// <summary>
    /// The users to rank for in a window: those with interactions before it, and in it with a first, positive interaction with an item
    /// that is in the vocabulary and was interacted with by anyone before the window.
    /// </summary>
    /// <param name="dataset">The interactions.</param>
    /// <param name="from">Start of the window, seconds since 1970-01-01 UTC; histories end before it.</param>
    /// <param name="to">End of the window, exclusive.</param>
    /// <param name="maxUsers">At most this many users, a seeded sample.</param>
    /// <param name="seed">Seed of the sample.</param>
    public static IReadOnlyList<EvaluationCase> Cases(
        InteractionDataset dataset, long from, long to = long.MaxValue, int maxUsers = int.MaxValue, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var known = ItemsBefore(dataset, from);
        var cases = new List<EvaluationCase>();
        for (var user = 0; user < dataset.Users.Count; user++)
        {
            var history = dataset.HistoryOf(user, from);
            if (history.IsEmpty)
            {
                continue;
            }

            var seen = new HashSet<int>();
            foreach (var e in history.Span)
            {
                _ = seen.Add(e.Item);
            }

            var targets = new List<int>();
            foreach (var e in dataset.HistoryOf(user, to).Span[history.Length..])
            {
                if (known[e.Item - 1] && dataset.WeightOf(e) > 0 && seen.Add(e.Item))
                {
                    targets.Add(e.Item);
                }
            }

            if (targets.Count > 0)
            {
                cases.Add(new EvaluationCase(user, history, [.. targets]));
            }
        }

        if (cases.Count > maxUsers)
        {
            var picked = cases.ToArray();
            new Random(seed).Shuffle(picked);
            return [.. picked.Take(maxUsers).OrderBy(c => c.User)];
        }

        return cases;
    }

    /// <summary>
    /// The three parts, in the vocabulary of the items that anyone interacted with before the holdout: those that a ranking may hold.
    /// </summary>
    /// <exception cref="DatasetException">A part has nothing to learn from or nobody to rank for.</exception>
    public DataSplit Split(InteractionDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var data = dataset.WithItemsBefore(HoldoutFrom);
        var validation = Cases(data, ValidationFrom, HoldoutFrom);
        var test = Cases(data, HoldoutFrom);
        if (validation.Count == 0 || test.Count == 0)
        {
            throw new DatasetException(
                "interactions", "no user with a history turns to a new item in the validation or holdout window; more data is needed.");
        }

        return new DataSplit
        {
            Protocol = $"Global temporal split: from {Time(HoldoutFrom)} on is the holdout, from {Time(ValidationFrom)} to there the validation "
                + "window. Ranked for is each user with a history before the window who turned to a new item in it; targets are all such "
                + "items that anyone had interacted with before. Full ranking over all items known before the holdout without those of the "
                + "history, which ends where the window begins.",
            Train = data.Before(ValidationFrom),
            TrainAndValidation = data.Before(HoldoutFrom),
            Validation = validation,
            Test = test,
            Candidates = Enumerable.Repeat(true, data.Items.Count).ToArray(),
        };
    }

    /// <summary>Which items anyone interacted with before a time, shape <c>[items]</c>: those that a ranking may hold.</summary>
    public static bool[] ItemsBefore(InteractionDataset dataset, long time)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var known = new bool[dataset.Items.Count];
        foreach (var e in dataset.Events)
        {
            known[e.Item - 1] |= e.UnixSeconds < time;
        }

        return known;
    }

    private static string Time(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
