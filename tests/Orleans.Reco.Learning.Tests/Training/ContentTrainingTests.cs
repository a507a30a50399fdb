using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class ContentTrainingTests
{
    private static readonly TrainingOptions Small = new() { Dimension = 16, StateDimension = 24, Epochs = 1, MaxLength = 20, Threads = 1 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADatasetWithTitlesGivesABundleWithAContentTower()
    {
        using var folder = new TempFolder();
        var log = TestShop.Log(users: 120, items: 60, eventsPerUser: 12);
        var csv = folder.File(
            "log.csv",
            "user_id,item_id,event_type,timestamp,title,price\n"
            + string.Concat(log.Select(e => $"{e.User},{e.Item},{e.Type},{e.Time},Thing of row {e.Item[..4]},{e.Item[4]}.5\n")));
        _ = await DatasetImporter.ImportAsync(new ImportOptions { Files = [csv], Output = folder.In("data") }, Cancellation);
        var content = ContentReader.Read(folder.In("data"), Cancellation)["i0017"];
        Assert.Equal(("Thing of row i001", 7.5m), (content.Title, content.Price));

        var manifest = await Train(folder, null);
        Assert.Equal(ContentFeatures.CurrentScheme, manifest.Content!.Scheme);
        Assert.Contains(BundleFiles.Content, manifest.Files.Keys);
        Assert.Contains("content.epochs", manifest.Parameters.Keys);
        Assert.Equal(manifest.Content, ModelBundle.Open(folder.In("bundle")).Manifest.Content);
    }

    [Fact]
    public async Task ContentsOfTheRequestComeBeforeThoseOfTheFolder()
    {
        using var folder = new TempFolder();
        var csv = folder.File("log.csv", TestShop.Csv(users: 120, items: 60));
        _ = await DatasetImporter.ImportAsync(new ImportOptions { Files = [csv], Output = folder.In("data") }, Cancellation);
        Assert.Empty(ContentReader.Read(folder.In("data"), Cancellation));
        Assert.Null((await Train(folder, null)).Content);

        Directory.Delete(folder.In("bundle"), recursive: true);
        var contents = Enumerable.Range(0, 60).ToDictionary(i => $"i{i:D4}", i => new ItemContent { Title = $"Thing {i / 10}" });
        Assert.NotNull((await Train(folder, contents)).Content);
    }

    private static async Task<BundleManifest> Train(TempFolder folder, IReadOnlyDictionary<string, ItemContent>? contents)
    {
        var request = new TrainingRequest
        {
            DatasetFolder = folder.In("data"),
            BundleFolder = folder.In("bundle"),
            Options = Small,
            Contents = contents,
        };
        return (await new ModelTrainer(TimeProvider.System).TrainAsync(request, cancellationToken: Cancellation)).Manifest;
    }
}
