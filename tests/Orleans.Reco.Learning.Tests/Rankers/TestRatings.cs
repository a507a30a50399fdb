namespace Orleans.Reco.Learning.Tests;

/// <summary>Marks with a structure to learn: users like items of their own kind, some items and users get higher marks than others.</summary>
internal static class TestRatings
{
    public const long Start = 880_000_000;

    public static RatingLog Log(int users = 60, int items = 40, int events = 4_000, int seed = 5)
    {
        var random = new Random(seed);
        var marks = new RatingEvent[events];
        var time = Start;
        for (var i = 0; i < events; i++)
        {
            var (user, item) = (random.Next(users), random.Next(items));
            var liking = (user % 4 == item % 4 ? 1.5 : 0) + (item / (double)items) + (user / (double)users) + (random.NextDouble() - 0.5);
            marks[i] = new RatingEvent(user, item, Math.Clamp(2 + (int)Math.Round(liking), 1, 5), time);
            time += random.Next(3) * 600;
        }

        return new RatingLog
        {
            Events = marks,
            Users = users,
            Items = items,
            UserAttributes = [new RatingAttribute("age", 4, [.. Enumerable.Range(0, users).Select(u => 1 + (u % 3))])],
            ItemAttributes = [new RatingAttribute("decade", 3, [.. Enumerable.Range(0, items).Select(i => 1 + (i % 2))])],
            Categories = ["a", "b", "c", "d"],
            ItemCategories = [.. Enumerable.Range(0, items).Select(i => i % 5 == 0 ? new[] { i % 4, (i + 1) % 4 } : [i % 4])],
        };
    }

    public static RankingSplit Split(int historyLength = 8) => RankingSplit.Create(RatingFeatures.Build(Log(), historyLength));

    public static IFittedRanker Fit(
        string name, RankingSplit split, int seed = 1, IProgress<RankerEpoch>? progress = null, params (string, double)[] parameters)
    {
        var algorithm = RankerAlgorithms.Get(name);
        Dictionary<string, double> given = new() { ["epochs"] = 4, ["batchSize"] = 128 };
        if (name != "lr")
        {
            (given["dimension"], given["layer1"], given["layer2"]) = (8, 32, 16);
        }

        foreach (var (key, value) in parameters)
        {
            given[key] = value;
        }

        return algorithm.Fit(new RankerFitContext
        {
            Train = split.Train,
            Validation = split.Validation,
            Parameters = new ParameterValues(algorithm, given),
            Seed = seed,
            Time = TimeProvider.System,
            Progress = progress,
            CancellationToken = TestContext.Current.CancellationToken,
        });
    }
}
