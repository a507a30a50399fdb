using System.Text.Json;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Measures bundles through their ONNX graphs on the same users, with intervals and paired tests.</summary>
public static class ModelComparison
{
    /// <summary>Compares what bundles serve.</summary>
    /// <exception cref="InvalidBundleException">A bundle cannot be served.</exception>
    /// <exception cref="DatasetException">The bundles record different splits and none is given, or there is nothing to measure on.</exception>
    public static Task<ComparisonReport> CompareAsync(
        string datasetFolder, IReadOnlyList<string> bundles, ComparisonOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bundles);
        return Task.Run(
            () => Run(
                datasetFolder,
                bundles,
                options ?? new ComparisonOptions(),
                models => models.Select((m, i) => (Name(bundles, i), m.Served, (string?)m.Folder)),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Compares a bundle's popularity, its model alone and what is served.</summary>
    /// <exception cref="InvalidBundleException">The bundle cannot be served.</exception>
    /// <exception cref="DatasetException">There is nothing to measure on.</exception>
    public static Task<ComparisonReport> EvaluateAsync(
        string datasetFolder, string bundle, ComparisonOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return Task.Run(
            () => Run(datasetFolder, [bundle], options ?? new ComparisonOptions(), models => Parts(models[0]), cancellationToken),
            cancellationToken);
    }

    private static IEnumerable<(string Name, IRecommenderModel Model, string? Folder)> Parts(BundleModels bundle)
    {
        yield return ("popularity", bundle.Popularity, null);
        yield return ("encoder", bundle.Model, bundle.Folder);
        yield return ("served", bundle.Served, null);
    }

    private static ComparisonReport Run(
        string datasetFolder,
        IReadOnlyList<string> bundles,
        ComparisonOptions options,
        Func<BundleModels[], IEnumerable<(string Name, IRecommenderModel Model, string? Folder)>> choose,
        CancellationToken cancellation)
    {
        var configuration = options.Split ?? RecordedSplit(bundles);
        var all = DatasetReader.Read(datasetFolder, options.Types, cancellation);
        if (all.Events.Length == 0)
        {
            throw new DatasetException("dataset", "has no interactions.");
        }

        var split = configuration.Create(all);
        var opened = new List<BundleModels>();
        try
        {
            foreach (var bundle in bundles)
            {
                opened.Add(new BundleModels(bundle, split.TrainAndValidation, options.Types, options.Threads));
            }

            var categories = ItemCategories.Read(datasetFolder, split.TrainAndValidation, cancellation);
            var items = new ItemStatistics(split.TrainAndValidation, categories);
            var evaluator = new RankingEvaluator(split.Test, split.Candidates, options.Threads);
            ComparedModel[] models =
            [
                .. choose([.. opened]).Select(m => Measure(m.Name, m.Model, m.Folder, evaluator, items, options, cancellation)),
            ];
            return new ComparisonReport
            {
                Dataset = new DirectoryInfo(datasetFolder).Name,
                Split = configuration.ToString(),
                Protocol = split.Protocol,
                Users = evaluator.Users,
                Items = split.Candidates.Count(c => c),
                Statistics = FormattableString.Invariant(
                    $"95 % intervals: percentile bootstrap over users, {options.Resamples:N0} resamples. p: paired randomisation test, ")
                    + FormattableString.Invariant($"{options.Permutations:N0} swaps, Holm's correction over the models. Seed {options.Seed}."),
                Models = models,
                Pairs = [.. ComparedModel.Headline.SelectMany(h => Pairs(models, h.Name, h.Measure, h.Length, options))],
            };
        }
        finally
        {
            opened.ForEach(m => m.Dispose());
        }
    }

    private static ComparedModel Measure(
        string name,
        IRecommenderModel model,
        string? folder,
        RankingEvaluator evaluator,
        ItemStatistics items,
        ComparisonOptions options,
        CancellationToken cancellation)
    {
        var named = new NamedModel(name, model);
        var evaluation = evaluator.EvaluateInDetail(named, items, cancellation);
        return new ComparedModel
        {
            Evaluation = evaluation,
            Intervals = ComparedModel.Headline.ToDictionary(
                h => h.Name,
                h => Bootstrap.Interval(
                    evaluation.PerUser[h.Measure, h.Length], resamples: options.Resamples, seed: options.Seed, threads: options.Threads)),
            Sampled = options.SampledNegatives > 0
                ? evaluator.EvaluateSampled(named, options.SampledNegatives, options.Seed, cancellation)
                : null,
            Curve = Extra<LearningCurvePoint>(folder, LearningCurvePoint.FileName),
            Calibration = Extra<ReliabilityBin>(folder, ComparedModel.CalibrationFileName),
        };
    }

    private static IEnumerable<ComparedPair> Pairs(
        ComparedModel[] models, string name, RankingMeasure measure, int length, ComparisonOptions options)
    {
        PairedDifference[] results =
        [
            .. models.Skip(1).Select(m => PairedTest.Compare(
                models[0].Evaluation.PerUser[measure, length],
                m.Evaluation.PerUser[measure, length],
                options.Permutations,
                options.Seed,
                options.Threads)),
        ];
        var adjusted = PairedTest.Holm([.. results.Select(r => r.PValue)]);
        return results.Select((result, i) => new ComparedPair(models[0].Name, models[i + 1].Name, name, result, adjusted[i]));
    }

    private static SplitConfiguration RecordedSplit(IReadOnlyList<string> bundles)
    {
        SplitConfiguration[] recorded = [.. bundles.Select(b => BundleModels.SplitOf(ModelBundle.Open(b).Manifest)).Distinct()];
        return recorded.Length == 1
            ? recorded[0]
            : throw new DatasetException(
                "split",
                $"the bundles were trained under different ones, {string.Join(" and ", recorded.Select(r => $"'{r}'"))}; "
                + "give the one to compare under.");
    }

    private static string Name(IReadOnlyList<string> bundles, int at)
    {
        string Short(string folder) => new DirectoryInfo(folder).Name;
        return bundles.Count(b => Short(b) == Short(bundles[at])) == 1 ? Short(bundles[at]) : $"{Short(bundles[at])} ({at + 1})";
    }

    private static IReadOnlyList<T> Extra<T>(string? folder, string file)
    {
        var path = Path.Combine(folder ?? "", file);
        try
        {
            return folder is not null && File.Exists(path)
                ? JsonSerializer.Deserialize<T[]>(File.ReadAllBytes(path), DatasetFiles.Json) ?? []
                : [];
        }
        catch (JsonException e)
        {
            throw new DatasetException(file, $"'{path}' is not an array of {typeof(T).Name}: {e.Message}", e);
        }
    }
}
