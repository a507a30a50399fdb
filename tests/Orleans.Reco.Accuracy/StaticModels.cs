using System.Diagnostics;
using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Fits and measures models behind <see cref="IModelAlgorithm"/>, one row a model and seed.</summary>
internal static class StaticModels
{
    public static void Run(
        StudyArguments arguments, string protocol, DataSplit split, IReadOnlyList<(string Model, Dictionary<string, double> Parameters)> models)
    {
        var data = arguments.Test ? split.TrainAndValidation : split.Train;
        var cases = arguments.Test ? split.Test : split.Validation;
        var evaluator = new RankingEvaluator(cases, split.Candidates, arguments.Threads);
        Console.WriteLine(
            $"{protocol} Measured on the {(arguments.Test ? "test" : "validation")} part: {cases.Count} users, {data.Items.Count} items; "
            + $"{arguments.Threads} thread(s).");
        Console.WriteLine("| model | parameters | seed | HR@10 | NDCG@10 | recall@20 | NDCG@20 | fit s | fit cpu s | peak MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, parameters) in models.Where(m => arguments.Models.Count == 0 || arguments.Models.Contains(m.Model)))
        {
            var algorithm = ModelAlgorithms.Get(name);
            var given = new Dictionary<string, double>(parameters);
            foreach (var (key, value) in arguments.Set)
            {
                given[key] = value;
            }

            ModelMetrics[] seeds = [.. arguments.Seeds.Select(seed => Measure(arguments, data, evaluator, algorithm, given, seed))];
            if (seeds.Length > 1)
            {
                string Column(Func<ModelMetrics, double> value) => Spread.Of(Array.ConvertAll(seeds, s => value(s)));
                Console.WriteLine(
                    $"| {name} | | all | {Column(m => m.HitRate10)} | {Column(m => m.Ndcg10)} | {Column(m => m.Recall20)} | {Column(m => m.Ndcg20)} | | | |");
            }
        }
    }

    private static ModelMetrics Measure(
        StudyArguments arguments,
        InteractionDataset data,
        RankingEvaluator evaluator,
        IModelAlgorithm algorithm,
        Dictionary<string, double> given,
        int seed)
    {
        var started = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        using var model = algorithm.Fit(new FitContext
        {
            Data = data,
            Parameters = new ParameterValues(algorithm, given),
            Seed = seed,
            Threads = arguments.Threads,
            TorchThreads = arguments.Threads,
            Time = TimeProvider.System,
        });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        var m = evaluator.Evaluate(model);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var text = string.Join(' ', given.Select(p => $"{p.Key}={p.Value.ToString(CultureInfo.InvariantCulture)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {algorithm.Name} | {text} | {seed} | {m.HitRate10:F4} | {m.Ndcg10:F4} | {m.Recall20:F4} | {m.Ndcg20:F4} | {seconds:F1} | {processor.TotalSeconds:F1} | {peak} |"));
        return m;
    }
}
