using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.Reco.Learning;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// What averaging costs in accuracy: Online Retail trained by one trainer and by parts, in this process one after the other, which gives
/// the weights that parts on silos of their own give. <c>--models</c> names variants, <c>PARTS:STEPS[:moments]</c>; moments are
/// <c>averaged</c> (the product's), <c>local</c> or <c>reset</c>. With <c>--set seconds=…</c>, the measured seconds of an epoch alone, and
/// <c>roundSeconds=…</c>, <c>megabytesPerSecond=…</c>, it prints what the cost model expects instead.
/// </summary>
internal static class PartsStudy
{
    private static readonly string[] Variants = ["1", "2:32"];

    public static void Run(StudyArguments arguments)
    {
        using var folder = new StudyFolder();
        var dataset = folder.In("retail");
        _ = DatasetImporter.ImportAsync(new ImportOptions
        {
            Files = [Path.Combine(arguments.Data, "online-retail", "online_retail.csv.gz")],
            Output = dataset,
            Preset = ImportPreset.OnlineRetail,
        }).GetAwaiter().GetResult();
        if (arguments.Set.TryGetValue("seconds", out var alone))
        {
            CostModel(arguments, alone, DatasetReader.Read(dataset, Core.InteractionTypes.Default));
            return;
        }

        Console.WriteLine("| variant | seed | epochs | validation NDCG@10 | encoder NDCG@10 | served NDCG@10 | s an epoch, slowest part | total s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var variant in arguments.Models.Count == 0 ? Variants : arguments.Models)
        {
            foreach (var seed in arguments.Seeds)
            {
                Console.WriteLine(Measure(variant, seed, dataset, folder.In($"{variant.Replace(':', '-')}-{seed}"), arguments));
            }
        }
    }

    private static void CostModel(StudyArguments arguments, double alone, InteractionDataset data)
    {
        var options = new TrainingOptions();
        var split = TemporalSplit.Create(data, options.ValidationFraction, options.HoldoutFraction);
        var fit = data.WithItemsBefore(split.HoldoutFrom).Before(split.ValidationFrom);

        // A history is cut into windows of at most MaxLength inputs, which a batch takes BatchSize of.
        var windows = Enumerable.Range(0, fit.Users.Count)
            .Select(user => fit.HistoryOf(user).Length)
            .Where(length => length > 1)
            .Sum(length => length <= options.MaxLength + 1 ? 1.0 : ((length - 1.0) / options.MaxLength) + 0.5);
        var steps = windows / options.BatchSize;
        var bytes = 3 * sizeof(float) * arguments.Set.GetValueOrDefault("parameters");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps:F0} steps an epoch, {1000 * alone / steps:F1} ms each; {bytes / 1e6:F2} MB of weights and moments."));
        new PartsCostModel(
            steps,
            alone / steps,
            (int)arguments.Set.GetValueOrDefault("localSteps", 32),
            bytes,
            1e6 * arguments.Set.GetValueOrDefault("megabytesPerSecond", 117),
            arguments.Set.GetValueOrDefault("roundSeconds")).Print(data);
    }

    private static string Measure(string variant, int seed, string dataset, string bundle, StudyArguments arguments)
    {
        var fields = variant.Split(':');
        var parts = int.Parse(fields[0], CultureInfo.InvariantCulture);
        using var local = parts > 1 ? new LocalTrainingParts(dataset, parts) : null;
        if (local is not null && fields.Length > 2)
        {
            local.Begin = Moments(fields[2]);
        }

        var started = Stopwatch.GetTimestamp();
        var defaults = new TrainingOptions();
        var result = new ModelTrainer(TimeProvider.System).TrainAsync(new TrainingRequest
        {
            DatasetFolder = dataset,
            BundleFolder = bundle,
            Options = defaults with
            {
                Seed = seed,
                Threads = arguments.Threads,
                Epochs = (int)arguments.Set.GetValueOrDefault("epochs", defaults.Epochs),
                BatchSize = (int)arguments.Set.GetValueOrDefault("batchSize", defaults.BatchSize),
                LearningRate = arguments.Set.GetValueOrDefault("learningRate", defaults.LearningRate),
            },
            Parts = local,
            PartsOptions = new PartsOptions
            {
                MinInteractions = 0,
                LocalSteps = fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 32,
            },
        }).GetAwaiter().GetResult();
        var total = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var curve = JsonSerializer.Deserialize<SequenceEpoch[]>(File.ReadAllBytes(Path.Combine(bundle, "curve.json")), JsonSerializerOptions.Web)!;
        var metrics = result.Manifest.Metrics;
        var seconds = local is null
            ? curve.Average(epoch => epoch.Seconds)
            : curve.Average(epoch => epoch.Seconds) * local.Seconds.Sum(round => round.Max()) / local.Seconds.Sum(round => round.Sum());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {variant} | {seed} | {curve.Length} | {curve.Max(e => e.Ndcg10):F4} | {metrics["encoder.ndcg@10"]:F4} | {metrics["served.ndcg@10"]:F4} | {seconds:F1} | {total:F0} |");
    }

    // The state is weights, first moments, second moments, of one length each.
    private static Func<float[], ReadOnlyMemory<float>, float[]> Moments(string kind) => (state, last) =>
    {
        var moments = state.AsSpan(state.Length / 3);
        if (kind == "reset")
        {
            moments.Clear();
        }
        else if (kind == "local" && !last.IsEmpty)
        {
            last.Span[(state.Length / 3)..].CopyTo(moments);
        }

        return state;
    };
}
