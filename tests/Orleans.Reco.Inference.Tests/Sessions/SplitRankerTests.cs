using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Inference.Tests;

public sealed class SplitRankerTests : IDisposable
{
    private static readonly Gen<(int Seed, int Dimension, int Features, int First, int Pairs)> Shapes =
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[1, 40], Gen.Int[0, 3], Gen.Int[1, 90], Gen.Int[1, 50]);

    private readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scores_are_those_of_the_graph_as_it_is() =>
        Shapes.Sample(
            s =>
            {
                var random = new Random(s.Seed);
                var width = (2 * s.Dimension) + s.Features;
                DenseLayer[] layers = [TestBundles.Dense(random, width, s.First), TestBundles.Dense(random, s.First, 7), TestBundles.Dense(random, 7, 1)];
                var bundle = Bundle(MlpRankerGraph.Build(s.Dimension, s.Features, layers), s.Dimension, s.Features);
                var user = TestBundles.Uniform(random, s.Dimension, 1f);
                var rows = TestBundles.Uniform(random, s.Pairs * (s.Dimension + s.Features), 1f);
                Assert.All(AsItIs(bundle, user, rows).Zip(Split(bundle, user, rows)!), p => Assert.Equal(p.First, p.Second, 1e-5f));
            },
            iter: 30,
            threads: 1);

    // A product of the wrong columns, or a bias that is left out or added twice, would be far off with these weights.
    [Fact]
    public void A_single_layer_is_a_first_layer_too()
    {
        var layer = new DenseLayer(5, 1, [1, 10, 100, 1000, 10_000], [-4_000]);
        var bundle = Bundle(MlpRankerGraph.Build(2, 1, [layer]), 2, 1);
        var scores = Split(bundle, [1, 2], [3, 4, -0.0321f, 3, 4, 0])!;

        // 21 of the user, 4300 of the item, -321 of the feature and the bias make zero.
        Assert.Equal(0.5f, scores[0], 1e-3f);
        Assert.Equal(1, scores[1], 1e-6f);
    }

    [Fact]
    public void A_graph_of_another_kind_runs_as_it_is()
    {
        var random = new Random(1);
        DenseLayer[] layers = [TestBundles.Dense(random, 9, 5), TestBundles.Dense(random, 5, 1)];
        Assert.Null(RankerSplit.TryCreate(MlpRankerGraph.BuildInt8(4, 1, layers, TestBundles.Uniform(random, 90, 1f)), 4, 1));
        Assert.NotNull(RankerSplit.TryCreate(MlpRankerGraph.Build(4, 1, layers), 4, 1));
        Assert.Null(RankerSplit.TryCreate(MlpRankerGraph.Build(4, 1, layers), 4, 0));
        Assert.Null(RankerSplit.TryCreate(Linear(productIsRead: true), 1, 0));
        Assert.NotNull(RankerSplit.TryCreate(Linear(productIsRead: false), 1, 0));
    }

    [Fact]
    public void A_graph_that_may_run_on_a_GPU_runs_as_it_is()
    {
        var bundle = Bundle(MlpRankerGraph.Build(1, 0, [new DenseLayer(2, 1, [1, 2], [3])]), 1, 0);
        using var split = SplitRanker.TryCreate(Factory(ExecutionProvider.Cpu), bundle);
        Assert.NotNull(split);
        Assert.Null(SplitRanker.TryCreate(Factory(ExecutionProvider.CudaOrCpu), bundle));
    }

    // A graph may use once more what its first layer was given.
    private static byte[] Linear(bool productIsRead)
    {
        var graph = new OnnxGraphBuilder("ranker")
            .Input("user", OnnxType.Float, "n", 1)
            .Input("item", OnnxType.Float, "n", 1)
            .Node("Concat", ["user", "item"], "x", OnnxAttribute.Int("axis", 1))
            .Initializer("w", [1f, 2f], 1, 2)
            .Initializer("b", [3f], 1)
            .Node("Gemm", ["x", "w", "b"], "y", OnnxAttribute.Int("transB", 1))
            .Initializer("axis", (ReadOnlySpan<long>)[1], 1);
        _ = productIsRead ? graph.Node("Add", ["y", "user"], "z") : graph.Node("Sigmoid", ["y"], "z");
        return graph.Node("Squeeze", ["z", "axis"], "score").Output("score", OnnxType.Float, "n").Build();
    }

    private static SessionFactory Factory(ExecutionProvider provider) =>
        new(new InferenceOptions { Provider = provider }, NullLogger<SessionFactory>.Instance);

    private static float[] AsItIs(ModelBundle bundle, float[] user, float[] rows)
    {
        using var session = RankerSession.TryCreate(Factory(ExecutionProvider.Cpu), bundle)!;
        var items = rows.Chunk(session.Dimension + session.Features.Count).ToArray();
        var scores = new float[items.Length];
        session.Score(
            items.SelectMany(_ => user).ToArray(),
            items.SelectMany(row => row[..session.Dimension]).ToArray(),
            items.SelectMany(row => row[session.Dimension..]).ToArray(),
            scores);
        return scores;
    }

    private static float[]? Split(ModelBundle bundle, float[] user, float[] rows)
    {
        using var split = SplitRanker.TryCreate(Factory(ExecutionProvider.Cpu), bundle);
        if (split is null)
        {
            return null;
        }

        var (part, scores) = (new float[split.Width], new float[rows.Length / split.RowWidth]);
        split.PartOf(user, part);
        split.Score(part, rows, scores);
        return scores;
    }

    private ModelBundle Bundle(byte[] graph, int dimension, int features) =>
        _folder.BundleWithRanker(graph, dimension, [.. RankerFeatures.All.Take(features)]);
}
