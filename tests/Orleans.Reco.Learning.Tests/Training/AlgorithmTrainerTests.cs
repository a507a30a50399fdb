using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class AlgorithmTrainerTests
{
    private static readonly Dictionary<string, double> Small = new()
    {
        ["dimension"] = 16,
        ["stateDimension"] = 24,
        ["epochs"] = 6,
        ["learningRate"] = 0.01,
        ["dropout"] = 0.1,
        ["negatives"] = 0,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWarmStartKeepsWhatTheParentLearnt()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var parent = await Train(Request(folder, "parent", Small));

        // One epoch of hardly any step: what is measured is what training started from.
        var still = new Dictionary<string, double>(Small) { ["epochs"] = 1, ["learningRate"] = 1e-7 };
        var scratch = await Train(Request(folder, "scratch", still));
        var child = await Train(Request(folder, "child", still) with { ParentBundle = parent.BundleFolder, Seed = 2 });
        Assert.Equal(Ndcg(parent), Ndcg(child), 0.01);
        Assert.True(Ndcg(child) > 1.5 * Ndcg(scratch), $"child {Ndcg(child)}, from scratch {Ndcg(scratch)}");
        Assert.Equal(parent.Manifest.Version, ModelBundle.Open(child.BundleFolder).Manifest.Parent);
        Assert.Null(scratch.Manifest.Parent);
    }

    [Fact]
    public async Task AnItemThatTheParentDoesNotKnowStartsAnew()
    {
        using var folder = new TempFolder();
        await ImportShop(folder, items: 40);
        var parent = await Train(Request(folder, "parent", Small));
        Directory.Delete(folder.In("data"), recursive: true);
        await ImportShop(folder, items: 60);
        var child = await Train(Request(folder, "child", Small) with { ParentBundle = parent.BundleFolder });
        Assert.Equal(60, ModelBundle.Open(child.BundleFolder).ItemIds.Count);
        Assert.True(Ndcg(child) > 0.3, $"{Ndcg(child)}");
    }

    [Theory]
    [InlineData("sasrec", 16, "parent")]
    [InlineData("recurrent", 32, "has no weights of shape")]
    public async Task AParentOfAnotherKindOrSizeIsRefused(string algorithm, int dimension, string expected)
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var parent = await Train(Request(folder, "parent", new(Small) { ["epochs"] = 1 }));
        var parameters = new Dictionary<string, double> { ["dimension"] = dimension, ["epochs"] = 1 };
        var error = await Assert.ThrowsAsync<DatasetException>(
            () => Train(Request(folder, "child", parameters) with { Algorithm = algorithm, ParentBundle = parent.BundleFolder }));
        Assert.Contains(expected, $"{error.Field} {error.Message}", StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.In("child")));
    }

    [Fact]
    public async Task ACancelledRunGoesOnFromItsCheckpointToTheSameMetrics()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var whole = await Train(Request(folder, "whole", Small));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var request = Request(folder, "resumed", Small) with { CheckpointFolder = folder.In("checkpoint") };
        var progress = new Recorder(p =>
        {
            if (p is { Epoch: 3, Share: >= 1 })
            {
                source.Cancel();
            }
        });
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new AlgorithmTrainer(TimeProvider.System).TrainAsync(request, progress, source.Token));
        Assert.False(Directory.Exists(folder.In("resumed")));
        var epochs = new List<int>();
        var resumed = await new AlgorithmTrainer(TimeProvider.System).TrainAsync(request, new Recorder(p => epochs.Add(p.Epoch)), Cancellation);

        // Cancelled before the third epoch was measured, which is when it counts as whole.
        Assert.Equal(3, epochs[0]);
        Assert.Equal(whole.Manifest.Metrics.ToArray(), resumed.Manifest.Metrics.ToArray());
        Assert.False(Directory.Exists(folder.In("checkpoint")));
    }

    private static double Ndcg(TrainingResult result) => result.MetricsTable["recurrent"].Ndcg10;

    private static AlgorithmRequest Request(TempFolder folder, string bundle, Dictionary<string, double> parameters) => new()
    {
        DatasetFolder = folder.In("data"),
        BundleFolder = folder.In(bundle),
        Algorithm = "recurrent",
        Parameters = parameters,
        Threads = 1,
    };

    private static Task<TrainingResult> Train(AlgorithmRequest request) =>
        new AlgorithmTrainer(TimeProvider.System).TrainAsync(request, cancellationToken: Cancellation);

    private static async Task ImportShop(TempFolder folder, int items = 60)
    {
        var csv = folder.File("log.csv", TestShop.Csv(users: 150, items));
        _ = await DatasetImporter.ImportAsync(new ImportOptions { Files = [csv], Output = folder.In("data") }, Cancellation);
    }

    private sealed class Recorder(Action<FitProgress> on) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => on(value);
    }
}
