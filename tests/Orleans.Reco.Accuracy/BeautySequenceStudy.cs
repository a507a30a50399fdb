using System.Diagnostics;
using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// Amazon Beauty, leave-one-out, as in the papers on sequence models: trained without the last two items of a user, stopped by the
/// one before the last, and measured once on the last.
/// </summary>
internal static class BeautySequenceStudy
{
    private static readonly string[] Models = ["sasrec", "recurrent", "gru4rec", "caser"];

    public static void Run(StudyArguments arguments)
    {
        var split = LeaveOneOutSplit.Create(SequenceFile.Read(Path.Combine(arguments.Data, "beauty", "Beauty.txt")));
        var validation = new RankingEvaluator(split.Validation, split.Candidates, arguments.Threads);
        var test = new RankingEvaluator(split.Test, split.Candidates, arguments.Threads);
        Console.WriteLine($"{split.Protocol} {split.Test.Count} users, {split.Train.Items.Count} items; {arguments.Threads} thread(s).");
        Console.WriteLine("| model | parameters | seed | best epoch | validation NDCG@10 | HR@10 | NDCG@10 | HR@20 | s an epoch | fit s | peak MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var name in arguments.Models.Count == 0 ? Models : arguments.Models)
        {
            foreach (var seed in arguments.Seeds)
            {
                Measure(arguments, split, ModelAlgorithms.Get(name), seed, validation, test);
            }
        }
    }

    private static void Measure(
        StudyArguments arguments, DataSplit split, IModelAlgorithm algorithm, int seed, RankingEvaluator validation, RankingEvaluator test)
    {
        var started = Stopwatch.GetTimestamp();
        using var model = algorithm.Fit(new FitContext
        {
            Data = split.Train,
            Validation = validation,
            Parameters = new ParameterValues(algorithm, arguments.Set),
            Seed = seed,
            Threads = arguments.Threads,
            TorchThreads = arguments.Threads,
            Time = TimeProvider.System,
            Progress = new EpochLines(),
        });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var m = test.Evaluate(model);
        var curve = ((ISequenceModel)model).Curve;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var text = string.Join(' ', arguments.Set.Select(p => $"{p.Key}={p.Value.ToString(CultureInfo.InvariantCulture)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {algorithm.Name} | {text} | {seed} | {model.Choices["bestEpoch"]} | {model.Choices["validation.ndcg@10"]:F4} | {m.HitRate10:F4} | {m.Ndcg10:F4} | {m.Recall20:F4} | {curve.Average(e => e.Seconds):F1} | {seconds:F0} | {peak} |"));
    }

    private sealed class EpochLines : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Share >= 1)
            {
                Console.Error.WriteLine($"epoch {value.Epoch} loss {value.Loss:F3} validation NDCG@10 {value.Metric:F4}");
            }
        }
    }
}
