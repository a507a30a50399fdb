using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Gowalla in the split of LightGCN (SIGIR 2020) as BARS publishes it, with the validation part taken from its training part.</summary>
internal static class GowallaStudy
{
    private const string Protocol = "Gowalla, LightGCN's split; full ranking over all items without those of the history.";

    public static void Run(StudyArguments arguments)
    {
        string Path(string name) => System.IO.Path.Combine(arguments.Data, "gowalla", name);
        var all = SequenceFile.Read(Path("train.txt"), Path("valid.txt"), Path("test.txt"));
        var split = new DataSplit
        {
            Protocol = Protocol,
            // File f has the times from f · Period up to the next one's.
            Train = all.Before(SequenceFile.Period),
            TrainAndValidation = all.Before(2 * SequenceFile.Period),
            Validation = Cases(all, 1),
            Test = Cases(all, 2),
            Candidates = [.. Enumerable.Repeat(true, all.Items.Count)],
        };
        StaticModels.Run(arguments, Protocol, split,
        [
            ("popularity", []),
            ("item-knn", []),
            ("ease", []),

            // Chosen on the validation part; more rounds than these fit the training part only.
            ("ials", new() { ["dimension"] = 256, ["unobservedWeight"] = 0.015, ["regularisation"] = 0.0015, ["iterations"] = 6 }),
            ("spectral", []),
            ("bpr", []),
            ("lightgcn", []),
        ]);
    }

    private static List<EvaluationCase> Cases(InteractionDataset all, int file)
    {
        List<EvaluationCase> cases = [];
        for (var user = 0; user < all.Users.Count; user++)
        {
            var history = all.HistoryOf(user, file * SequenceFile.Period);
            var targets = all.HistoryOf(user, (file + 1) * SequenceFile.Period).Span[history.Length..];
            if (!targets.IsEmpty)
            {
                cases.Add(new EvaluationCase(user, history, [.. targets.ToArray().Select(e => e.Item).Distinct()]));
            }
        }

        return cases;
    }
}
