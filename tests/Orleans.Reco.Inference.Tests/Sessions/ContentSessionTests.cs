namespace Orleans.Reco.Inference.Tests;

public sealed class ContentSessionTests : IDisposable
{
    private static readonly ContentSpec Spec = new(ContentFeatures.CurrentScheme, Buckets: 300, MaxTokens: 40);

    private readonly BundleFolder _folder = new();
    private readonly ContentTowerWeights _weights = Weights(new Random(5), dimension: 16);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheGraphIsTheFormula()
    {
        using var session = ContentSession.TryCreate(TestTenant.Sessions, Bundle(ContentTowerGraph.Build(_weights)))!;
        var items = Enumerable.Range(0, 150)
            .Select(i => new ItemContent { Title = string.Join(' ', Enumerable.Repeat($"word{i % 7} thing{i}", i % 4)), Price = i % 5 == 0 ? null : i })
            .ToArray();
        var vectors = new float[items.Length * 16];
        session.Encode(items, vectors);
        for (var i = 0; i < items.Length; i++)
        {
            var expected = Expected(items[i]);
            for (var k = 0; k < 16; k++)
            {
                Assert.InRange(vectors[(i * 16) + k], expected[k] - 1e-4, expected[k] + 1e-4);
            }
        }
    }

    [Fact]
    public void AGraphOfAnotherDimensionIsRefused()
    {
        var bundle = Bundle(ContentTowerGraph.Build(Weights(new Random(5), dimension: 8)));
        var error = Assert.Throws<InvalidBundleException>(() => ContentSession.TryCreate(TestTenant.Sessions, bundle));
        Assert.Contains("content.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABundleWithoutATowerHasNoSession() =>
        Assert.Null(ContentSession.TryCreate(TestTenant.Sessions, _folder.Bundle(BundleFolder.ItemIds(3))));

    [Fact]
    public void AGraphNeedsItsSpecification() =>
        Assert.Throws<ArgumentException>(() => Bundle(ContentTowerGraph.Build(_weights), specified: false));

    private static ContentTowerWeights Weights(Random random, int dimension) => new()
    {
        Spec = Spec,
        Dimension = dimension,
        TokenWeights = [0, .. TestBundles.Uniform(random, Spec.Buckets - 1, 1f)],
        Embedding = TestBundles.Uniform(random, Spec.Buckets * dimension, 1f),
        Numbers = TestBundles.Uniform(random, ContentFeatures.NumberCount * dimension, 1f),
        Bias = TestBundles.Uniform(random, dimension, 1f),
    };

    private double[] Expected(ItemContent item)
    {
        var tokens = new ContentFeatures(Spec).Tokens(item);
        var numbers = new float[ContentFeatures.NumberCount];
        ContentFeatures.Numbers(item, numbers);
        var norm = Math.Sqrt(ContentTowerGraph.Epsilon + tokens.Sum(t => (double)_weights.TokenWeights[t] * _weights.TokenWeights[t]));
        return
        [
            .. Enumerable.Range(0, 16).Select(k => (tokens.Sum(t => (double)_weights.TokenWeights[t] * _weights.Embedding[(t * 16) + k]) / norm)
                + Enumerable.Range(0, numbers.Length).Sum(n => numbers[n] * _weights.Numbers[(n * 16) + k]) + _weights.Bias[k]),
        ];
    }

    private ModelBundle Bundle(byte[] graph, bool specified = true)
    {
        var weights = TestBundles.GruWeights(3, 3, 16, 24, seed: 1);
        var folder = Path.Combine(_folder.Root, "content");
        _ = BundleWriter.Write(
            folder,
            new BundleManifest
            {
                Version = BundleVersion.Create(DateTimeOffset.UnixEpoch, "content"),
                Tenant = "default",
                Architecture = "gru",
                CreatedAt = DateTimeOffset.UnixEpoch,
                Dimension = 16,
                StateDimension = 24,
                MaxLength = 50,
                EventTypes = TestBundles.EventTypes,
                Content = specified ? Spec : null,
            },
            new BundleContents
            {
                ItemIds = BundleFolder.ItemIds(3),
                ItemVectors = weights.ItemEmbedding.AsMemory(16),
                Popularity = new float[3],
                Encode = GruEncoderGraphs.BuildEncode(weights),
                Step = GruEncoderGraphs.BuildStep(weights),
                Content = graph,
            });
        return ModelBundle.Open(folder);
    }
}
