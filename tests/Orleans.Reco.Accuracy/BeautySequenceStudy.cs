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

    // Chosen on the validation part with seed 1.
    private static readonly Dictionary<string, double> Defaults = new()
    {
        ["negatives"] = 4096,
        ["dropout"] = 0.5,
        ["weightDecay"] = 0.1,
        ["epochs"] = 100,
        ["measureEvery"] = 3,
        ["patience"] = 12,
        ["averaging"] = 0.998,
        ["temperature"] = 0.07,
    };

    private static readonly Dictionary<string, Dictionary<string, double>> Own = new()
    {
        ["sasrec"] = new() { ["dimension"] = 256, ["horizon"] = 3, ["horizonDecay"] = 0.5 },
    };

    public static void Run(StudyArguments arguments)
    {
        var split = LeaveOneOutSplit.Create(SequenceFile.Read(Path.Combine(arguments.Data, "beauty", "Beauty.txt")));
        var validation = new RankingEvaluator(split.Validation, split.Candidates, arguments.Threads);
        var test = arguments.ValidationOnly ? validation : new RankingEvaluator(split.Test, split.Candidates, arguments.Threads);
        Console.WriteLine($"{split.Protocol} {(arguments.ValidationOnly ? "Measured on the validation part alone, to choose by: " : "")}{split.Test.Count} users, {split.Train.Items.Count} items; {arguments.Threads} thread(s).");
        Console.WriteLine("| model | parameters | seed | best epoch | validation NDCG@10 | HR@10 | NDCG@10 | HR@20 | s an epoch | fit s | peak MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var name in arguments.Models.Count == 0 ? Models : arguments.Models)
        {
            ModelMetrics[][] seeds = [.. arguments.Seeds.Select(seed => Measure(arguments, split, ModelAlgorithms.Get(name), seed, validation, test))];
            for (var way = 0; way < seeds[0].Length && seeds.Length > 1; way++)
            {
                string Column(Func<ModelMetrics, double> value) => Spread.Of(Array.ConvertAll(seeds, s => value(s[way])));
                Console.WriteLine(
                    $"| {name}{(way > 0 ? " refitted" : "")} | | all | | | {Column(m => m.HitRate10)} | {Column(m => m.Ndcg10)} | {Column(m => m.Recall20)} | | | |");
            }
        }
    }

    private static ModelMetrics[] Measure(
        StudyArguments arguments, DataSplit split, IModelAlgorithm algorithm, int seed, RankingEvaluator validation, RankingEvaluator test)
    {
        var given = new Dictionary<string, double>(Defaults);
        foreach (var (key, value) in Own.GetValueOrDefault(algorithm.Name, []).Concat(arguments.Set))
        {
            given[key] = value;
        }

        var (metrics, epochs) = Fit(arguments, algorithm, seed, given, split.Train, validation, test);
        if (!arguments.Refit)
        {
            return [metrics];
        }

        // As many epochs again on what was chosen by, too: what a shop would serve, and what models without epochs are given.
        given["epochs"] = epochs;
        return [metrics, Fit(arguments, algorithm, seed, given, split.TrainAndValidation, null, test).Metrics];
    }

    private static (ModelMetrics Metrics, int Epochs) Fit(
        StudyArguments arguments,
        IModelAlgorithm algorithm,
        int seed,
        Dictionary<string, double> given,
        InteractionDataset data,
        RankingEvaluator? validation,
        RankingEvaluator test)
    {
        var started = Stopwatch.GetTimestamp();
        using var model = algorithm.Fit(new FitContext
        {
            Data = data,
            Validation = validation,
            Parameters = new ParameterValues(algorithm, given),
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
        var text = string.Join(' ', given.Select(p => $"{p.Key}={p.Value.ToString(CultureInfo.InvariantCulture)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {algorithm.Name}{(validation is null ? " refitted" : "")} | {text} | {seed} | {model.Choices["bestEpoch"]} | {model.Choices.GetValueOrDefault("validation.ndcg@10", double.NaN):F4} | {m.HitRate10:F4} | {m.Ndcg10:F4} | {m.Recall20:F4} | {curve.Average(e => e.Seconds):F1} | {seconds:F0} | {peak} |"));
        return (m, (int)model.Choices["bestEpoch"]);
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
