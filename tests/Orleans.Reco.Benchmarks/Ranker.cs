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
    private SplitRanker _split = null!;
    private float[] _users = [];
    private float[] _items = [];
    private float[] _features = [];
    private float[] _rows = [];
    private float[] _userPart = [];
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
        var graph = MlpRankerGraph.Build(Dimension, features, layers);
        _float32 = Session(graph);
        _split = SplitRanker.TryCreate(Factory(), graph, Dimension, features)!;
        _int8 = Session(MlpRankerGraph.BuildInt8(Dimension, features, layers, Uniform(random, 1000 * width, 1)));
        var n = Users * Pairs;
        (_users, _items) = (Uniform(random, n * Dimension, 1), Uniform(random, n * Dimension, 1));
        (_features, _scores) = (Uniform(random, n * features, 1), new float[n]);
        (_rows, _userPart) = (Uniform(random, n * _split.RowWidth, 1), new float[_split.Width]);
    }

    /// <summary>In floats.</summary>
    [Benchmark(Baseline = true)]
    public void Float32() => _float32.Score(_users, _items, _features, _scores);

    /// <summary>In floats, user by user, what the first layer makes of a user computed once.</summary>
    [Benchmark]
    public void Split()
    {
        for (var user = 0; user < Users; user++)
        {
            _split.PartOf(_users.AsSpan(user * Pairs * Dimension, Dimension), _userPart);
            _split.Score(
                _userPart,
                _rows.AsMemory(user * Pairs * _split.RowWidth, Pairs * _split.RowWidth),
                _scores.AsMemory(user * Pairs, Pairs));
        }
    }

    /// <summary>In 8-bit integers.</summary>
    [Benchmark]
    public void Int8() => _int8.Score(_users, _items, _features, _scores);

    /// <summary>Unloads the graphs.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _float32?.Dispose();
        _int8?.Dispose();
        _split?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static SessionFactory Factory() => new(new InferenceOptions(), NullLogger<SessionFactory>.Instance);

    private static RankerSession Session(byte[] graph) => RankerSession.Create(Factory(), graph, Dimension, RankerFeatures.All);

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
