using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Benchmarks;

/// <summary>200 pairs a user through the ranker of the reference load, 131 inputs and layers of 256 and 128, or of 64 and 32, as trained: one thread.</summary>
public class Ranker : IDisposable
{
    private const int Dimension = 64;
    private const int Pairs = 200;

    private RankerSession _float32 = null!;
    private RankerSession _int8 = null!;
    private float[] _users = [];
    private float[] _items = [];
    private float[] _features = [];
    private float[] _scores = [];

    /// <summary>Units of the first layer; the second has half of them.</summary>
    [Params(64, 256)]
    public int Units { get; set; }

    /// <summary>Users of a batch.</summary>
    [Params(1, 8, 64)]
    public int Users { get; set; }

    /// <summary>Makes weights and pairs.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var features = RankerFeatures.All.Count;
        var width = (2 * Dimension) + features;
        DenseLayer[] layers = [Dense(random, width, Units), Dense(random, Units, Units / 2), Dense(random, Units / 2, 1)];
        _float32 = Session(MlpRankerGraph.Build(Dimension, features, layers));
        _int8 = Session(MlpRankerGraph.BuildInt8(Dimension, features, layers, Uniform(random, 1000 * width, 1)));
        var n = Users * Pairs;
        (_users, _items) = (Uniform(random, n * Dimension, 1), Uniform(random, n * Dimension, 1));
        (_features, _scores) = (Uniform(random, n * features, 1), new float[n]);
    }

    /// <summary>In floats.</summary>
    [Benchmark(Baseline = true)]
    public void Float32() => _float32.Score(_users, _items, _features, _scores);

    /// <summary>In 8-bit integers.</summary>
    [Benchmark]
    public void Int8() => _int8.Score(_users, _items, _features, _scores);

    /// <summary>Unloads the graphs.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _float32?.Dispose();
        _int8?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static RankerSession Session(byte[] graph) => RankerSession.Create(
        new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), graph, Dimension, RankerFeatures.All);

    private static DenseLayer Dense(Random random, int inputs, int outputs) =>
        new(inputs, outputs, Uniform(random, inputs * outputs, 1 / MathF.Sqrt(inputs)), Uniform(random, outputs, 0.1f));

    private static float[] Uniform(Random random, int length, float scale)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * scale;
        }

        return values;
    }
}
