using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Inference.Tests;

public sealed class RankerSessionTests : IDisposable
{
    private readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Two thousand pairs are more than one run takes.
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(2_000)]
    public void ScoresAreThoseOfTheLayers(int pairs)
    {
        var random = new Random(1);
        DenseLayer[] layers = [TestBundles.Dense(random, 11, 7), TestBundles.Dense(random, 7, 5), TestBundles.Dense(random, 5, 1)];
        using var ranker = Ranker(4, layers, [RankerFeatures.Dot, RankerFeatures.Neighbour, RankerFeatures.LogPopularity]);
        float[] users = TestBundles.Uniform(random, pairs * 4, 1f), items = TestBundles.Uniform(random, pairs * 4, 1f);
        var features = TestBundles.Uniform(random, pairs * 3, 1f);
        var scores = new float[pairs];
        ranker.Score(users, items, features, scores);
        for (var row = 0; row < pairs; row++)
        {
            var x = users.Skip(row * 4).Take(4).Concat(items.Skip(row * 4).Take(4)).Concat(features.Skip(row * 3).Take(3)).ToArray();
            Assert.Equal(Reference(layers, x), scores[row], 1e-5f);
        }
    }

    [Fact]
    public void WithoutFeaturesTheGraphHasNoSuchInput()
    {
        using var ranker = Ranker(4, [TestBundles.Dense(new Random(2), 8, 1)], []);
        var scores = new float[2];
        ranker.Score(new float[8], new float[8], default, scores);
        Assert.All(scores, score => Assert.InRange(score, 0f, 1f));
    }

    [Fact]
    public void AManifestWithOtherFeaturesThanTheGraphIsRefused()
    {
        var error = Assert.Throws<InvalidBundleException>(() => Ranker(4, [TestBundles.Dense(new Random(2), 8, 1)], [RankerFeatures.Dot]));
        Assert.Contains("has no input 'features'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersThatDoNotFitAreRefused()
    {
        var random = new Random(3);
        _ = Assert.Throws<ArgumentException>(() => MlpRankerGraph.Build(4, 0, [TestBundles.Dense(random, 9, 1)]));
        _ = Assert.Throws<ArgumentException>(() => MlpRankerGraph.Build(4, 0, [TestBundles.Dense(random, 8, 2)]));
        _ = Assert.Throws<ArgumentException>(() => MlpRankerGraph.Build(4, 0, []));
    }

    private RankerSession Ranker(int dimension, DenseLayer[] layers, string[] features)
    {
        var graph = MlpRankerGraph.Build(dimension, layers[0].Inputs - (2 * dimension), layers);
        return RankerSession.TryCreate(
            new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance),
            _folder.BundleWithRanker(graph, dimension, features))!;
    }

    private static float Reference(DenseLayer[] layers, float[] x)
    {
        for (var l = 0; l < layers.Length; l++)
        {
            var layer = layers[l];
            var y = new float[layer.Outputs];
            for (var i = 0; i < layer.Outputs; i++)
            {
                var sum = layer.Bias[i] + Enumerable.Range(0, layer.Inputs).Sum(j => layer.Weight[(i * layer.Inputs) + j] * x[j]);
                y[i] = l < layers.Length - 1 ? MathF.Max(0, sum) : 1 / (1 + MathF.Exp(-sum));
            }

            x = y;
        }

        return x[0];
    }
}
