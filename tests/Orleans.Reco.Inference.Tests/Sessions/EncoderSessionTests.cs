using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Inference.Tests;

public sealed class EncoderSessionTests : IDisposable
{
    private const int Items = 200;
    private const int Users = 1000;
    private const int MaxLength = 30;

    private readonly BundleFolder _folder = new();
    private readonly ModelBundle _bundle;
    private readonly EncoderSession _session;
    private readonly GruEncoderWeights _weights;

    public EncoderSessionTests()
    {
        _bundle = _folder.Bundle(BundleFolder.ItemIds(Items), new TestBundleOptions { MaxLength = MaxLength });
        _session = new EncoderSession(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), _bundle);
        _weights = TestBundles.GruWeights(Items, 3, 16, 24, seed: 1);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void StepsEncodingAndTheReferenceAgreeOnThousandRandomHistories()
    {
        // Index 0 stands for items and event types that the model does not know.
        var random = new Random(7);
        var histories = Enumerable.Range(0, Users)
            .Select(_ => new (int, int)[random.Next(0, MaxLength + 1)])
            .Select(history => Array.ConvertAll(history, _ => (random.Next(0, Items + 1), random.Next(0, 4))))
            .ToArray();
        var (states, vectors) = Encode(histories);
        var (stepStates, stepVectors) = Step(histories);
        AssertNear(states, stepStates, 1e-5f);
        AssertNear(vectors, stepVectors, 1e-5f);
        for (var user = 0; user < Users; user++)
        {
            var state = ReferenceGru.Encode(_weights, histories[user]);
            AssertNear(state, states.AsSpan(user * 24, 24), 1e-4f);
            AssertNear(ReferenceGru.Project(_weights, state), vectors.AsSpan(user * 16, 16), 1e-4f);
        }
    }

    [Fact]
    public void OfALongHistoryTheLastEventsCount()
    {
        var random = new Random(3);
        var history = Enumerable.Range(0, 100).Select(_ => (random.Next(1, Items + 1), random.Next(1, 4))).ToArray();
        var (states, _) = Encode([history]);
        AssertNear(ReferenceGru.Encode(_weights, history[^MaxLength..]), states, 1e-4f);
    }

    [Fact]
    public void AnEmptyHistoryGivesTheZeroState()
    {
        var (states, vectors) = Encode([[], [(1, 1)], [(0, 1), (1, 0)]]);
        Assert.All(states[..24], value => Assert.Equal(0f, value));
        Assert.Contains(states[24..48], value => value != 0f);
        Assert.All(states[48..], value => Assert.Equal(0f, value));
        AssertNear(_weights.ProjectionBias, vectors.AsSpan(0, 16), 1e-6f);
    }

    [Fact]
    public void AnUnknownItemOrEventKeepsTheStateBitForBit()
    {
        var before = TestBundles.Uniform(new Random(5), 2 * 24, 1f);
        var after = before.ToArray();
        _session.Step(after, [0, 3], [2, 0], new float[2 * 16]);
        Assert.Equal(before, after);
    }

    [Fact]
    public void ArraysOfTheWrongSizeAreNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => _session.Encode([1, 2], [1], [2], new float[24], new float[16]));
        Assert.Contains("events has 1 values; 2 are needed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEncoderWithoutStepsEncodesOnly()
    {
        var bundle = _folder.Bundle(BundleFolder.ItemIds(Items), new TestBundleOptions { Step = false });
        using var session = new EncoderSession(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), bundle);
        Assert.False(session.CanStep);
        var vector = new float[16];
        session.Encode([1], [1], [1], [], vector);
        Assert.Contains(vector, value => value != 0f);
        _ = Assert.Throws<InvalidOperationException>(() => session.Step([], [1], [1], vector));
    }

    [Fact]
    public void AGraphOfAnotherDimensionIsRefused()
    {
        var wrong = new ModelBundle(
            _bundle.Manifest with { Dimension = 17 },
            _bundle.Vocabulary,
            _bundle.ItemVectors.ToArray(),
            _bundle.Popularity.ToArray(),
            _bundle.Encode);
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        var error = Assert.Throws<InvalidBundleException>(() => new EncoderSession(factory, wrong));
        Assert.Equal(BundleFiles.Encode, error.File);
        Assert.Contains("output 'vector' is Float [-1, 16]; the manifest needs Float [-1, 17]", error.Message, StringComparison.Ordinal);
    }

    private (float[] States, float[] Vectors) Encode((int Item, int Event)[][] histories)
    {
        var states = new float[histories.Length * 24];
        var vectors = new float[histories.Length * 16];
        var all = histories.SelectMany(history => history).ToArray();
        _session.Encode(
            Array.ConvertAll(all, step => step.Item),
            Array.ConvertAll(all, step => step.Event),
            Array.ConvertAll(histories, history => history.Length),
            states,
            vectors);
        return (states, vectors);
    }

    private (float[] States, float[] Vectors) Step((int Item, int Event)[][] histories)
    {
        var states = new float[histories.Length * 24];
        var vectors = new float[histories.Length * 16];
        for (var t = 0; t < MaxLength; t++)
        {
            var events = Array.ConvertAll(histories, history => t < history.Length ? history[t] : default);
            _session.Step(states, Array.ConvertAll(events, step => step.Item), Array.ConvertAll(events, step => step.Event), vectors);
        }

        return (states, vectors);
    }

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= tolerance, $"at {i}: {expected[i]} and {actual[i]}");
        }
    }
}
