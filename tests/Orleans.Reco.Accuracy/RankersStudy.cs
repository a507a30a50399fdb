using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Rankers on MovieLens 100K, "rating of 4 or more", over three seeds, beside LightGBM on the same features; names pick some of them.</summary>
internal static class RankersStudy
{
    /// <summary>The argument that asks for <see cref="RankingSplit.CreateByUser"/>.</summary>
    public const string ByUser = "by-user";

    private const int HistoryLength = 30;

    private static readonly int[] Seeds = [1, 2, 3];

    // Chosen on validation, see rankers-tune. On so few rows the deep networks are at their best after an epoch or two.
    private static readonly Dictionary<string, double> Small = new()
    {
        ["dimension"] = 8,
        ["layer1"] = 128,
        ["layer2"] = 64,
        ["batchSize"] = 512,
        ["hiddenIds"] = 0.3,
        ["patience"] = 1,
    };

    private static readonly Dictionary<string, double> RegressionOnFourFields = new() { ["hiddenIds"] = 0.7, ["weightDecay"] = 0.3 };

    private static readonly (string Ranker, Dictionary<string, double> Given)[] Chosen =
    [
        ("lr", new() { ["hiddenIds"] = 0.3, ["weightDecay"] = 0.1 }),
        ("dnn4", new() { ["hiddenIds"] = 0.5, ["weightDecay"] = 5, ["averaging"] = 0.998 }),
        ("wide-deep", Small),
        ("deepfm", Small),
        ("dcn-v2", new() { ["batchSize"] = 512, ["hiddenIds"] = 0.3, ["patience"] = 1 }),
        ("din", Small),
    ];

    /// <param name="byUser">True = cut each user's time, false = cut the time of all.</param>
    public static RankingSplit Split(bool byUser)
    {
        var rows = RatingFeatures.Build(MovieLensFiles.Read(StudyData.Folder("ml-100k")), HistoryLength);
        return byUser ? RankingSplit.CreateByUser(rows) : RankingSplit.Create(rows);
    }

    public static RankingSplit FourFields(RankingSplit split) => split with
    {
        Train = split.Train.Select(RatingFeatures.FourInputs),
        Validation = split.Validation.Select(RatingFeatures.FourInputs),
        Test = split.Test.Select(RatingFeatures.FourInputs),
    };

    public static IFittedRanker Fit(IRankerAlgorithm algorithm, Dictionary<string, double> given, RankingSplit split, int seed) =>
        algorithm.Fit(new RankerFitContext
        {
            Train = split.Train,
            Validation = split.Validation,
            Parameters = new ParameterValues(algorithm, given),
            Seed = seed,
            Time = TimeProvider.System,
        });

    public static void Run(string[] args)
    {
        var split = Split(args.Contains(ByUser));
        args = [.. args.Where(a => a != ByUser)];
        var four = FourFields(split);
        var user = split.Test.Schema.IndexOf(RankingSchema.User);
        var unknown = Enumerable.Range(0, split.Test.Count).Count(r => split.Test.Ids[(r * split.Test.Schema.Fields.Count) + user] == 0);
        Console.WriteLine(split.Protocol);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{unknown / (double)split.Test.Count:P0} of the test rows are of users that training does not have. Positive: {split.Test.Labels.Average():P1} of the test rows. Seeds {string.Join(", ", Seeds)}: mean ± standard deviation. The threshold is that of the best validation F1."));
        Console.WriteLine("| ranker | inputs | AUC | log loss | accuracy | precision | recall | F1 | calibration error | epoch | s a fit |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        var rows = new List<(string Name, string Inputs, Func<int, (BinaryReport, double)> Run)>
        {
            ("lr", "4 fields", seed => Measure(RankerAlgorithms.Get("lr"), RegressionOnFourFields, four, seed)),
        };
        rows.AddRange(Chosen.Select(c => (
            c.Ranker,
            c.Ranker == "dnn4" ? "4 fields" : c.Ranker == "din" ? "all and history" : "all",
            (Func<int, (BinaryReport, double)>)(seed => Measure(RankerAlgorithms.Get(c.Ranker), c.Given, split, seed)))));
        rows.Add(("lightgbm", "4 fields", seed => Peer(four, seed)));
        rows.Add(("lightgbm", "all", seed => Peer(split, seed)));
        foreach (var (name, inputs, run) in rows.Where(r => args.Length == 0 || args.Contains(r.Name)))
        {
            Print(name, inputs, Seeds, run);
        }
    }

    private static (BinaryReport Report, double Epoch) Measure(
        IRankerAlgorithm algorithm, Dictionary<string, double> given, RankingSplit split, int seed)
    {
        using var ranker = Fit(algorithm, given, split, seed);
        return (Report(split, ranker.Score(split.Validation), ranker.Score(split.Test)), ranker.Choices["epoch"]);
    }

    private static (BinaryReport Report, double Epoch) Peer(RankingSplit split, int seed)
    {
        var (validation, test) = LightGbmPeer.Fit(split, leaves: 7, learningRate: 0.05, minRows: 50, share: 0.7, seed);
        return (Report(split, validation, test), double.NaN);
    }

    private static BinaryReport Report(RankingSplit split, float[] validation, float[] test) =>
        BinaryReport.Measure(validation, split.Validation.Labels, test, split.Test.Labels);

    private static void Print(string name, string inputs, int[] seeds, Func<int, (BinaryReport Report, double Epoch)> run)
    {
        var started = TimeProvider.System.GetTimestamp();
        var all = Array.ConvertAll(seeds, s => run(s));
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds / seeds.Length;
        string Column(Func<BinaryReport, double> value) => Spread.Of([.. all.Select(a => value(a.Report))]);
        var epochs = string.Join(", ", all.Select(a => double.IsNaN(a.Epoch) ? "-" : a.Epoch.ToString(CultureInfo.InvariantCulture)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {inputs} | {Column(r => r.Auc)} | {Column(r => r.LogLoss)} | {Column(r => r.Confusion.Accuracy)} | {Column(r => r.Confusion.Precision)} | {Column(r => r.Confusion.Recall)} | {Column(r => r.Confusion.F1)} | {Column(r => r.CalibrationError)} | {epochs} | {seconds:F0} |"));
    }
}
