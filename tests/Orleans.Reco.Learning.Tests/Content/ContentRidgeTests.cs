using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

public sealed class ContentRidgeTests
{
    private const int Dimension = 3;
    private const int Buckets = 512;
    private const float Ridge = 0.5f;

    private static readonly string[] Words = ["red", "blue", "lamp", "bag", "clock", "tin", "small", "large", "retro"];

    private readonly ContentInputs _inputs;
    private readonly float[] _vectors;
    private readonly int[] _items = [.. Enumerable.Range(0, 40)];

    public ContentRidgeTests()
    {
        var random = new Random(5);
        string Title() => string.Join(' ', Enumerable.Range(0, 3).Select(_ => Words[random.Next(Words.Length)]));
        _inputs = new ContentInputs(
            [.. Enumerable.Range(0, _items.Length + 1).Select(_ => new ItemContent { Title = Title() })],
            new ContentSpec(ContentFeatures.CurrentScheme, Buckets, 64));
        _vectors = [.. Enumerable.Range(0, _items.Length * Dimension).Select(_ => (float)(random.NextDouble() - 0.3))];
    }

    [Fact]
    public void TheGradientOfTheLossIsZero()
    {
        var (embedding, bias) = Fit(_items, _vectors);
        Assert.Contains(embedding, e => Math.Abs(e) > 0.01);

        // Of Σ (x E + b − v)² + λ E², at each token and dimension.
        var gradient = Array.ConvertAll(embedding, e => Ridge * e);
        foreach (var item in _items)
        {
            var predicted = Predict(embedding, bias, item);
            var (tokens, weights) = _inputs.Of(item);
            for (var t = 0; t < tokens.Length; t++)
            {
                for (var k = 0; k < Dimension; k++)
                {
                    gradient[(tokens[t] * Dimension) + k] += weights[t] * (predicted[k] - _vectors[(item * Dimension) + k]);
                }
            }
        }

        Assert.All(gradient, g => Assert.InRange(g, -1e-3f, 1e-3f));
    }

    [Fact]
    public void AnItemThatWasNotLearntFromTakesAfterItsTwin()
    {
        // The first item takes part with its vector far from all others; the same title predicts most of it.
        float[] vectors = [10, -10, 5, .. _vectors.Skip(Dimension)];
        var (embedding, bias) = Fit(_items, vectors);
        var twin = Predict(embedding, bias, 0);
        Assert.True(twin[0] > 2 && twin[1] < -2, $"{twin[0]}, {twin[1]}");
    }

    [Fact]
    public void VectorsThatAreAllAlikeAreTheBias()
    {
        var (embedding, bias) = Fit(_items, [.. _items.SelectMany(_ => new[] { 1f, 2, 3 })]);
        Assert.All(embedding, e => Assert.InRange(e, -1e-5f, 1e-5f));
        Assert.All(bias.Zip([1f, 2, 3]), pair => Assert.Equal(pair.Second, pair.First, 5));
    }

    private (float[] Embedding, float[] Bias) Fit(int[] items, float[] vectors) =>
        ContentRidge.Fit(_inputs, items, vectors, Buckets, Ridge, TestContext.Current.CancellationToken);

    private float[] Predict(float[] embedding, float[] bias, int item)
    {
        var (tokens, weights) = _inputs.Of(item);
        return [.. Enumerable.Range(0, Dimension).Select(k => bias[k] + tokens.Select((t, i) => weights[i] * embedding[(t * Dimension) + k]).Sum())];
    }
}
