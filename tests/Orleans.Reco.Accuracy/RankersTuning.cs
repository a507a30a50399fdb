using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// What the rankers study's hyper-parameters were chosen by: validation only, the test rows are not scored.
/// <c>rankers-tune lr weightDecay=0,0.1 hiddenIds=0,0.3</c> tries all combinations; <c>lightgbm</c> takes
/// leaves, rate, rows, share; <c>four-fields</c> leaves the four-input network's fields only.
/// </summary>
internal static class RankersTuning
{
    private const string FourFields = "four-fields";

    public static void Run(string[] args)
    {
        var split = RankersStudy.Split(args.Contains(RankersStudy.ByUser));
        args = [.. args.Where(a => a != RankersStudy.ByUser)];
        if (args.Contains(FourFields))
        {
            split = RankersStudy.FourFields(split);
            args = [.. args.Where(a => a != FourFields)];
        }

        Console.WriteLine($"{split.Protocol} Validation: {split.Validation.Count} rows, seed 1.");
        foreach (var given in Combinations(args[1..]))
        {
            var text = string.Join(' ', given.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}={g.Value}")));
            var started = TimeProvider.System.GetTimestamp();
            var (scores, note) = Fit(split, args[0], given);
            var labels = split.Validation.Labels;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{args[0]} {text}: log loss {BinaryMetrics.LogLoss(scores, labels):F4}, AUC {BinaryMetrics.Auc(scores, labels):F4}{note}, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s"));
        }
    }

    private static (float[] Scores, string Note) Fit(RankingSplit split, string name, Dictionary<string, double> given)
    {
        if (name == "lightgbm")
        {
            var (validation, _) = LightGbmPeer.Fit(
                split, (int)given["leaves"], given["rate"], (int)given["rows"], given["share"], seed: 1);
            return (validation, "");
        }

        using var ranker = RankersStudy.Fit(RankerAlgorithms.Get(name), given, split, seed: 1);
        return (ranker.Score(split.Validation), $", epoch {ranker.Choices["epoch"]}");
    }

    private static IEnumerable<Dictionary<string, double>> Combinations(string[] axes) => axes.Aggregate(
        (IEnumerable<Dictionary<string, double>>)[[]],
        (all, axis) => all.SelectMany(given => axis.Split('=')[1].Split(',').Select(value =>
            new Dictionary<string, double>(given) { [axis.Split('=')[0]] = double.Parse(value, CultureInfo.InvariantCulture) })));
}
