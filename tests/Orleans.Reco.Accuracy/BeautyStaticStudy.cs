using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Amazon Beauty, leave-one-out: models without an order of events.</summary>
internal static class BeautyStaticStudy
{
    public static void Run(StudyArguments arguments)
    {
        var split = LeaveOneOutSplit.Create(SequenceFile.Read(Path.Combine(arguments.Data, "beauty", "Beauty.txt")));
        StaticModels.Run(arguments, split.Protocol, split,
        [
            ("popularity", []),
            ("item-knn", new() { ["neighbours"] = 1_000, ["userExponent"] = 0.5, ["decay"] = 0.8, ["toExponent"] = 0.4, ["shrinkage"] = 2 }),
            ("ease", new() { ["decay"] = 0.8 }),
            ("ials", []),
            ("spectral", []),
            ("bpr", []),
            ("lightgcn", []),
        ]);
    }
}
