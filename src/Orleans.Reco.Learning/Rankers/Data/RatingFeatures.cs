namespace Orleans.Reco.Learning;

/// <summary>
/// Makes ranking rows of marks: recency, frequency, past means of the user, the item and groups of users, category affinities, hour and
/// weekday, and crosses such as time × rating. A row sees marks of earlier seconds only.
/// </summary>
public static class RatingFeatures
{
    // Past means become ids in fifths of a mark.
    private const int RatingSteps = 5;

    /// <summary>
    /// The fields of the four-input network: user, item, <c>time</c> (hour of the week) and <c>rating</c>, the mark that the past lets
    /// expect: the mean of all marks, corrected by how the user marks and how the item is marked. It never holds the row's own mark.
    /// </summary>
    public static IReadOnlyList<string> FourInputs { get; } = [RankingSchema.User, RankingSchema.Item, "time", "rating"];

    /// <summary>One row a mark.</summary>
    /// <param name="log">Marks in the order of time.</param>
    /// <param name="historyLength">How many of the user's last marks a row carries. Default: 50.</param>
    /// <exception cref="DatasetException">The marks are not in the order of time, or one is outside its scale.</exception>
    public static RankingDataset Build(RatingLog log, int historyLength = 50)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfNegative(historyLength);
        Check(log);
        var events = log.Events.ToArray();
        var schema = Schema(log, historyLength);
        var (fields, numbers) = (schema.Fields.Count, schema.Numbers.Count);
        var dataset = new RankingDataset
        {
            Schema = schema,
            Labels = Array.ConvertAll(events, e => e.Mark >= log.LikedFrom ? 1f : 0f),
            Ids = new int[events.Length * fields],
            Numbers = new float[events.Length * numbers],
            HistoryItems = new int[events.Length * historyLength],
            HistorySignals = new int[events.Length * historyLength],
            Times = Array.ConvertAll(events, e => e.UnixSeconds),
        };
        var state = new RatingState(log);
        for (var from = 0; from < events.Length;)
        {
            var to = from + 1;
            while (to < events.Length && events[to].UnixSeconds == events[from].UnixSeconds)
            {
                to++;
            }

            for (var row = from; row < to; row++)
            {
                WriteIds(log, state, events[row], dataset.Ids.AsSpan(row * fields, fields));
                WriteNumbers(log, state, events[row], dataset.Numbers.AsSpan(row * numbers, numbers));
                WriteHistory(state.User(events[row].User).Events, dataset, row);
            }

            state.Add(events.AsSpan(from..to));
            from = to;
        }

        return dataset;
    }

    private static RankingSchema Schema(RatingLog log, int historyLength)
    {
        var categories = log.Categories.Count + 1;
        var ratings = RatingIds(log);
        return new RankingSchema
        {
            HistoryLength = historyLength,
            Signals = log.Marks + 1,
            Fields =
            [
                new(RankingSchema.User, log.Users + 1, Open: true),
                new(RankingSchema.Item, log.Items + 1, Open: true),
                .. log.UserAttributes.Select(a => new RankingField(a.Name, a.Size)),
                .. log.ItemAttributes.Select(a => new RankingField(a.Name, a.Size)),
                new("category", categories),
                new("hour", 24 + 1),
                new("weekday", 7 + 1),
                new("time", (7 * 24) + 1),
                new("userRating", ratings),
                new("itemRating", ratings),
                new("rating", ratings),
                new("timeRating", 1 + (8 * ratings)),
                .. log.UserAttributes.Select(a => new RankingField($"{a.Name}Category", a.Size * categories)),
            ],
            Numbers =
            [
                "userMean", "userBias", "userLiked", "userFrequency", "userRecentMean",
                "itemMean", "itemBias", "itemLiked", "itemFrequency", "baseline",
                "categoryBias", "categoryShare", "userRecency", "userTenure", "itemRecency", "eveningRating",
                .. log.UserAttributes.Select(a => $"{a.Name}Bias"),
                .. log.Categories.Select(c => $"is{c}"),
            ],
        };
    }

    private static void WriteIds(RatingLog log, RatingState state, in RatingEvent e, Span<int> ids)
    {
        var (user, item) = (e.User, e.Item);
        var moment = DateTimeOffset.FromUnixTimeSeconds(e.UnixSeconds).UtcDateTime;
        var category = log.ItemCategories[item] is [var first, ..] ? first + 1 : 0;
        var baseline = RatingId(log, state.Baseline(e));
        var at = 0;
        ids[at++] = user + 1;
        ids[at++] = item + 1;
        foreach (var attribute in log.UserAttributes)
        {
            ids[at++] = attribute.Values[user];
        }

        foreach (var attribute in log.ItemAttributes)
        {
            ids[at++] = attribute.Values[item];
        }

        ids[at++] = category;
        ids[at++] = 1 + moment.Hour;
        ids[at++] = 1 + (int)moment.DayOfWeek;
        ids[at++] = 1 + ((int)moment.DayOfWeek * 24) + moment.Hour;
        ids[at++] = state.User(user).Marks.Count == 0 ? 0 : RatingId(log, state.MeanOf(state.User(user)));
        ids[at++] = state.Item(item).Marks.Count == 0 ? 0 : RatingId(log, state.MeanOf(state.Item(item)));
        ids[at++] = baseline;
        ids[at++] = 1 + (moment.Hour / 3 * RatingIds(log)) + baseline;
        foreach (var attribute in log.UserAttributes)
        {
            ids[at++] = (attribute.Values[user] * (log.Categories.Count + 1)) + category;
        }
    }

    private static void WriteNumbers(RatingLog log, RatingState state, in RatingEvent e, Span<float> numbers)
    {
        var (user, item) = (state.User(e.User), state.Item(e.Item));
        var (affinity, share) = state.Affinity(e);
        var baseline = state.Baseline(e);
        var recent = user.Events.TakeLast(5).Select(m => (double)m.Mark).DefaultIfEmpty(state.Mean).Average();
        var tenure = user.Events.Count == 0 ? 0 : e.UnixSeconds - user.Events[0].UnixSeconds;
        var hour = DateTimeOffset.FromUnixTimeSeconds(e.UnixSeconds).Hour;
        double[] values =
        [
            state.MeanOf(user), RatingState.BiasOf(user), state.LikedShare(user), Math.Log(1 + user.Marks.Count), recent,
            state.MeanOf(item), RatingState.BiasOf(item), state.LikedShare(item), Math.Log(1 + item.Marks.Count), baseline,
            affinity, share, Since(user, e), Math.Log(1 + (tenure / 3600.0)), Since(item, e),
            Math.Cos(Math.Tau * hour / 24) * (baseline - state.Mean),
        ];
        var at = 0;
        foreach (var value in values)
        {
            numbers[at++] = (float)value;
        }

        for (var a = 0; a < log.UserAttributes.Count; a++)
        {
            numbers[at++] = (float)state.GroupBias(a, e);
        }

        foreach (var category in log.ItemCategories[e.Item])
        {
            numbers[at + category] = 1;
        }
    }

    // Hours on a logarithmic scale; a month where there was nothing before.
    private static double Since(RatingState.Side side, in RatingEvent e) =>
        Math.Log(1 + ((side.Events.Count == 0 ? 30 * 86_400 : e.UnixSeconds - side.Events[^1].UnixSeconds) / 3600.0));

    private static void WriteHistory(IReadOnlyList<RatingEvent> events, RankingDataset dataset, int row)
    {
        var length = dataset.Schema.HistoryLength;
        for (var age = 0; age < Math.Min(length, events.Count); age++)
        {
            dataset.HistoryItems[(row * length) + age] = events[^(age + 1)].Item + 1;
            dataset.HistorySignals[(row * length) + age] = events[^(age + 1)].Mark;
        }
    }

    private static int RatingIds(RatingLog log) => ((log.Marks - 1) * RatingSteps) + 2;

    private static int RatingId(RatingLog log, double rating) =>
        1 + (int)Math.Round((Math.Clamp(rating, 1, log.Marks) - 1) * RatingSteps);

    private static void Check(RatingLog log)
    {
        for (var i = 0; i < log.Events.Count; i++)
        {
            if (i > 0 && log.Events[i].UnixSeconds < log.Events[i - 1].UnixSeconds)
            {
                throw new DatasetException("timestamp", "marks must come in the order of time.");
            }

            if (log.Events[i].Mark < 1 || log.Events[i].Mark > log.Marks)
            {
                throw new DatasetException("rating", $"{log.Events[i].Mark} is not allowed; allowed are 1 to {log.Marks}.");
            }
        }
    }
}
