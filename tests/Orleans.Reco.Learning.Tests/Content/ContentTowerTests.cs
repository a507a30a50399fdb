using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class ContentTowerTests
{
    private static readonly ContentTowerOptions Small = new() { Buckets = 4_096, MaxTokens = 64, Epochs = 12, BatchSize = 32, LearningRate = 0.01 };

    private readonly TitledShop _shop = new();

    [Theory]
    [InlineData(4_096)]
    [InlineData(30)]
    public void AnItemThatNobodyTouchedLandsAmongItsKind(int candidates)
    {
        var tower = Fit(Small with { Candidates = candidates })!;
        var newcomers = tower.Encode([.. Enumerable.Range(0, TitledShop.Kinds.Length).Select(TitledShop.Newcomer)]);
        for (var kind = 0; kind < TitledShop.Kinds.Length; kind++)
        {
            var vector = newcomers.AsSpan(kind * 8, 8);
            var best = vector.ToArray().Select((v, i) => (v, i)).Max().i;
            Assert.Equal(kind, best);
        }

        Assert.InRange(tower.Epochs, 1, Small.Epochs);
        Assert.True(tower.ValidationNdcg > 0.5, $"held-out NDCG {tower.ValidationNdcg}");
    }

    [Fact]
    public void TheSameSeedGivesTheSameTower()
    {
        var options = Small with { Epochs = 3, Candidates = 30 };
        var (first, second, other) = (Fit(options)!, Fit(options)!, Fit(options with { Seed = 2 })!);
        Assert.Equal(first.ValidationNdcg, second.ValidationNdcg, 4);
        Assert.All(first.Weights.Embedding.Zip(second.Weights.Embedding), pair => Assert.Equal(pair.First, pair.Second, 4));
        Assert.NotEqual(first.Weights.Embedding, other.Weights.Embedding);
    }

    [Fact]
    public void OnnxEqualsTorch()
    {
        using var folder = new TempFolder();
        var tower = Fit(Small with { Epochs = 2 })!;
        var items = Enumerable.Range(0, 200)
            .Select(i => new ItemContent { Title = $"item {i} of kind {TitledShop.Kinds[i % 6]}", Price = i % 3 == 0 ? null : i })
            .Append(new ItemContent())
            .ToArray();
        var served = new float[items.Length * 8];
        using var session = Serve(folder.Path, tower);
        session.Encode(items, served);
        var expected = tower.Encode(items);
        Assert.True(expected.Any(v => Math.Abs(v) > 0.01), "the vectors are not all zero");
        Assert.All(expected.Zip(served), pair => Assert.InRange(pair.Second, pair.First - 1e-4f, pair.First + 1e-4f));
    }

    [Fact]
    public void TrainingStopsWhenHeldOutItemsGetNoBetter()
    {
        var tower = Fit(Small with { Epochs = 200, Patience = 2, LearningRate = 0.1 })!;
        Assert.InRange(tower.Epochs, 1, 100);
    }

    [Fact]
    public void WithoutTimeThereIsOneEpoch() => Assert.Equal(1, Fit(Small, outOfTime: () => true)!.Epochs);

    [Fact]
    public void ALevelMultipliesTheVectors()
    {
        var item = TitledShop.Newcomer(2);
        var (plain, louder) = (Fit(Small with { Epochs = 1 })!.Encode([item]), Fit(Small with { Epochs = 1, Level = 1.5 })!.Encode([item]));
        Assert.All(plain.Zip(louder), pair => Assert.Equal(1.5f * pair.First, pair.Second, 4));
    }

    [Fact]
    public void TooFewContentsGiveNoTower() => Assert.Null(ContentTower.Fit(
        _shop.Contents.Take(5).ToDictionary(), _shop.Data, long.MaxValue, _shop.Space, Small));

    [Fact]
    public void ACancelledTokenEndsTraining()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        _ = Assert.ThrowsAny<OperationCanceledException>(
            () => ContentTower.Fit(_shop.Contents, _shop.Data, long.MaxValue, _shop.Space, Small, cancellationToken: source.Token));
    }

    [Fact]
    public void AnOptionOutsideItsRangeIsNamed() =>
        Assert.Equal("learningRate", Assert.Throws<DatasetException>(() => Fit(Small with { LearningRate = double.NaN })).Field);

    private ContentTower? Fit(ContentTowerOptions options, Func<bool>? outOfTime = null) => ContentTower.Fit(
        _shop.Contents, _shop.Data, long.MaxValue, _shop.Space, options, outOfTime, TestContext.Current.CancellationToken);

    private static ContentSession Serve(string folder, ContentTower tower)
    {
        var encode = new GruEncoderWeights
        {
            Items = 1,
            Events = 1,
            Dimension = 8,
            StateDimension = 8,
            ItemEmbedding = new float[16],
            EventEmbedding = new float[16],
            WeightIh = new float[192],
            WeightHh = new float[192],
            BiasIh = new float[24],
            BiasHh = new float[24],
        };
        _ = BundleWriter.Write(
            folder,
            new BundleManifest
            {
                Version = "20240101T000000Z-00000000",
                Tenant = "default",
                Architecture = "gru",
                CreatedAt = DateTimeOffset.UnixEpoch,
                Dimension = 8,
                StateDimension = 8,
                MaxLength = 50,
                EventTypes = new() { ["1"] = 1 },
                Content = tower.Weights.Spec,
            },
            new BundleContents
            {
                ItemIds = ["one"],
                ItemVectors = new float[8],
                Popularity = new float[1],
                Encode = GruEncoderGraphs.BuildEncode(encode),
                Step = GruEncoderGraphs.BuildStep(encode),
                Content = tower.ToGraph(),
            });
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        return ContentSession.TryCreate(factory, ModelBundle.Open(folder))!;
    }
}
