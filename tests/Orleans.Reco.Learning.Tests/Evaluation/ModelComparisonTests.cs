using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

public sealed class ModelComparisonTests
{
    private static readonly ComparisonOptions Options = new()
    {
        Split = new SplitConfiguration { Kind = SplitKind.LeaveOneOut },
        Resamples = 200,
        Permutations = 200,
        SampledNegatives = 10,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BundlesHaveTheNumbersOfTheModelsThatTheyAreMadeFrom()
    {
        using var folder = new TempFolder();
        var split = await Import(folder);
        var evaluator = new RankingEvaluator(split.Test, split.Candidates);
        var expected = new[] { "popularity", "ials", "ease" }.Select(name => Bundle(folder, name, split.TrainAndValidation, evaluator)).ToArray();
        var report = await ModelComparison.CompareAsync(
            folder.In("data"), [folder.In("popularity"), folder.In("ials"), folder.In("ease")], Options, Cancellation);
        Assert.Equal(["popularity", "ials", "ease"], report.Models.Select(m => m.Name));
        Assert.Equal(expected.Select(e => Math.Round(e.Ndcg10, 4)), report.Models.Select(m => Math.Round(m.Evaluation.Metrics.Ndcg10, 4)));
        Assert.Equal(200, report.Users);
        Assert.Equal(8, report.Pairs.Count);
        var pair = report.Pairs.Single(p => p is { Second: "ease", Measure: "NDCG@10" });
        Assert.Equal(expected[2].Ndcg10 - expected[0].Ndcg10, pair.Result.Difference.Mean, 4);
        Assert.True(pair.Result.PValue <= pair.Adjusted && pair.Adjusted < 0.05, $"p {pair.Result.PValue}, {pair.Adjusted}");
        Assert.All(report.Models, m => Assert.True(m.Sampled!.Ndcg10 > m.Evaluation.Metrics.Ndcg10));
    }

    [Fact]
    public async Task ABundleThatKnowsFewerItemsIsMeasuredOnAll()
    {
        using var folder = new TempFolder();
        var split = await Import(folder);
        var evaluator = new RankingEvaluator(split.Test, split.Candidates);
        var few = split.TrainAndValidation.WithVocabulary([.. split.TrainAndValidation.Items.Take(25)], split.TrainAndValidation.Types);
        _ = Bundle(folder, "popularity", split.TrainAndValidation, evaluator);
        _ = Bundle(folder, "ease", few, null);
        var report = await ModelComparison.CompareAsync(folder.In("data"), [folder.In("popularity"), folder.In("ease")], Options, Cancellation);
        Assert.Equal(50, report.Items);
        Assert.All(report.Models[1].Evaluation.Exposure.Skip(25), e => Assert.Equal(0, e));
        Assert.InRange(report.Models[1].Evaluation.Metrics.Coverage10, 0.1, 0.5);
    }

    [Fact]
    public async Task TheRecordedSplitIsReproducedAndDifferentOnesAreNotMixed()
    {
        using var folder = new TempFolder();
        var split = await Import(folder);
        _ = Bundle(folder, "popularity", split.TrainAndValidation, null);
        Assert.Equal("temporal:validation=0.1,holdout=0.1", BundleModels.SplitOf(ModelBundle.Open(folder.In("popularity")).Manifest).ToString());
        var manifest = ModelBundle.Open(folder.In("popularity")).Manifest;
        manifest.Parameters["split"] = "leave-one-out";
        Assert.Equal(SplitKind.LeaveOneOut, BundleModels.SplitOf(manifest).Kind);
        Rewrite(folder.In("popularity"), folder.In("other"), "\"seed\"", "\"split\":\"leave-one-out\",\"seed\"");
        var error = await Assert.ThrowsAsync<DatasetException>(() => ModelComparison.CompareAsync(
            folder.In("data"), [folder.In("popularity"), folder.In("other")], new ComparisonOptions(), Cancellation));
        Assert.Contains("'temporal:validation=0.1,holdout=0.1' and 'leave-one-out'", error.Message, StringComparison.Ordinal);
        var report = await ModelComparison.EvaluateAsync(folder.In("data"), folder.In("other"), Options with { Split = null }, Cancellation);
        Assert.Equal("leave-one-out", report.Split);
        Assert.Equal(["popularity", "encoder", "served"], report.Models.Select(m => m.Name));
    }

    [Fact]
    public async Task CurvesAndCalibrationComeFromTheBundleFolder()
    {
        using var folder = new TempFolder();
        var split = await Import(folder);
        _ = Bundle(folder, "popularity", split.TrainAndValidation, null);
        await File.WriteAllTextAsync(folder.In("popularity/curve.json"), """[{"epoch":1,"loss":4.5,"ndcg10":0.1},{"epoch":2,"loss":4.1}]""", Cancellation);
        await File.WriteAllTextAsync(folder.In("popularity/calibration.json"), """[{"count":40,"said":0.2,"was":0.25}]""", Cancellation);
        var report = await ModelComparison.CompareAsync(folder.In("data"), [folder.In("popularity")], Options, Cancellation);
        Assert.Equal([new(1, 4.5, 0.1), new(2, 4.1, null)], report.Models[0].Curve);
        Assert.Equal([new(40, 0.2, 0.25)], report.Models[0].Calibration);
        ComparisonPage.Write(folder.In("pages/report.html"), report);
        Assert.Contains("Learning curve", await File.ReadAllTextAsync(folder.In("pages/report.html"), Cancellation), StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.In("popularity/curve.json"), "{}", Cancellation);
        var error = await Assert.ThrowsAsync<DatasetException>(() => ModelComparison.CompareAsync(folder.In("data"), [folder.In("popularity")], Options, Cancellation));
        Assert.Contains("curve.json", error.Message, StringComparison.Ordinal);
    }

    private static async Task<DataSplit> Import(TempFolder folder)
    {
        _ = await DatasetImporter.ImportAsync(
            new ImportOptions { Files = [folder.File("log.csv", TestShop.Csv())], Output = folder.In("data") }, Cancellation);
        return LeaveOneOutSplit.Create(DatasetReader.Read(folder.In("data"), InteractionTypes.Default, Cancellation));
    }

    private static ModelMetrics Bundle(TempFolder folder, string name, InteractionDataset data, RankingEvaluator? evaluator)
    {
        var algorithm = ModelAlgorithms.Get(name);
        var parameters = new ParameterValues(algorithm);
        using var model = algorithm.Fit(new FitContext { Data = data, Parameters = parameters, Time = TimeProvider.System });
        _ = ModelBundles.Write(folder.In(name), data, name, parameters.ToText(), model.Export(), null, "default", null, null, TimeProvider.System, 1);
        return evaluator?.Evaluate(model) ?? new ModelMetrics { Model = name, Cutoffs = [], Coverage10 = 0 };
    }

    private static void Rewrite(string from, string to, string old, string replacement)
    {
        _ = Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(to, BundleFiles.Manifest);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(old, replacement, StringComparison.Ordinal));
    }
}
