using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class RetrievalSessionTests
{
    private static readonly SessionFactory Graph = TestFactories.Create(RetrievalMode.Graph);

    private static ItemVectors Two => new([1, 2, 3, 4], 2, [0, 1]);

    [Fact]
    public void ScoresAreWithinTheirErrorAndInOrder() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 80], Gen.Int[1, 9], Gen.Int[1, 300], Gen.Int).Sample(
            (count, dimension, users, k, seed) =>
            {
                k = Math.Min(k, count);
                var random = new Random(seed);
                var items = new ItemVectors(
                    TestBundles.Uniform(random, count * dimension, 3), dimension, [.. Enumerable.Range(0, count)]);
                var queries = TestBundles.Uniform(random, users * dimension, 2);
                var mask = Array.ConvertAll(new float[count], _ => random.Next(4) == 0 ? float.NegativeInfinity : 0);
                using var session = RetrievalSession.TryCreate(Graph, items)!;
                var (scores, rows) = (new float[users * k], new int[users * k]);
                session.Search(queries, mask, k, scores, rows);
                for (var user = 0; user < users; user++)
                {
                    var query = queries.AsSpan(user * dimension, dimension).ToArray();
                    var (found, order) = (scores[(user * k)..((user + 1) * k)], rows[(user * k)..((user + 1) * k)]);
                    var error = session.Error.Of(query);
                    Assert.InRange(error, double.Epsilon, 1);
                    Assert.Equal(k, order.Distinct().Count());
                    Assert.Equal(found.OrderDescending(), found);
                    for (var i = 0; i < k; i++)
                    {
                        var exact = query.Zip(items.Row(order[i]).ToArray(), (a, b) => (double)a * b).Sum();
                        Assert.True(mask[order[i]] < 0 ? float.IsNegativeInfinity(found[i]) : Math.Abs(exact - found[i]) <= error);
                    }

                    var left = Enumerable.Range(0, count).Except(order).Where(row => mask[row] == 0);
                    Assert.All(left, row => Assert.True(
                        query.Zip(items.Row(row).ToArray(), (a, b) => (double)a * b).Sum() <= found[^1] + error));
                }
            },
            iter: 60,
            threads: 1);

    /// <summary>As many users as fit a run of two items have more components than a number of 32 bits counts.</summary>
    [Fact]
    public void FewLongVectorsAreSearched()
    {
        const int dimension = 67;
        var items = new ItemVectors([.. Enumerable.Repeat(1f, dimension), .. Enumerable.Repeat(2f, dimension)], dimension, [0, 1]);
        using var session = RetrievalSession.TryCreate(Graph, items)!;
        var rows = new int[3];
        session.Search(Enumerable.Repeat(1f, 3 * dimension).ToArray(), new float[2], 1, new float[3], rows);
        Assert.Equal([1, 1, 1], rows);
    }

    [Fact]
    public void AnotherMaskIsTakenAndTheSameOneStays()
    {
        using var session = RetrievalSession.TryCreate(Graph, Two)!;
        float[] all = [0, 0], first = [0, float.NegativeInfinity];
        Assert.Equal([1, 1, 0, 1], new[] { all, all, first, all }.Select(mask => Best(session, mask)));
    }

    [Fact]
    public void RunsAtTheSameTimeDoNotSeeEachOthersMask()
    {
        using var session = RetrievalSession.TryCreate(Graph, Two)!;
        float[] all = [0, 0], first = [0, float.NegativeInfinity];
        _ = Parallel.For(0, 500, i => Assert.Equal(i % 2, Best(session, i % 2 == 0 ? first : all)));
    }

    [Fact]
    public void AGraphOfOtherVectorsIsRefused()
    {
        var graph = RetrievalGraph.Build(Two);
        var error = Assert.Throws<InvalidBundleException>(
            () => new RetrievalSession(Graph, graph, new ItemVectors([1, 2, 3], 1, [0, 1, 2]), onCuda: false));
        Assert.Contains("input 'user' is Float [-1, 2]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidBundleException>(
            () => new RetrievalSession(Graph, graph, new ItemVectors([1, 2], 2, [0]), onCuda: false));
        Assert.Contains("input 'mask' is Float [2]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidBundleException>(() => new RetrievalSession(Graph, ConstantEncoderGraph.Build(), Two, onCuda: false));
        Assert.Contains("has no input 'user'", error.Message, StringComparison.Ordinal);
        _ = Assert.Throws<InvalidBundleException>(() => new RetrievalSession(Graph, [1, 2, 3], Two, onCuda: false));
    }

    [Theory]
    [InlineData(RetrievalMode.Auto, ExecutionProvider.Cpu, false)]
    [InlineData(RetrievalMode.Auto, ExecutionProvider.Cuda, true)]
    [InlineData(RetrievalMode.Auto, ExecutionProvider.CudaOrCpu, true)]
    [InlineData(RetrievalMode.Graph, ExecutionProvider.Cpu, true)]
    [InlineData(RetrievalMode.Scan, ExecutionProvider.Cuda, false)]
    public void AutoMeansAGraphOnCuda(RetrievalMode mode, ExecutionProvider provider, bool graph)
    {
        using var session = RetrievalSession.TryCreate(TestFactories.Create(mode, provider, (_, _) => { }), Two);
        Assert.Equal(graph, session is not null);
    }

    [Fact]
    public void WhereThereIsNoGpuAutoScans()
    {
        // The native call itself, which the processor's package answers with an error.
        Assert.Null(RetrievalSession.TryCreate(TestFactories.Native(RetrievalMode.Auto, ExecutionProvider.CudaOrCpu), Two));
        using var session = RetrievalSession.TryCreate(TestFactories.Native(RetrievalMode.Graph, ExecutionProvider.CudaOrCpu), Two);
        Assert.NotNull(session);
        var error = Assert.Throws<ExecutionProviderException>(
            () => RetrievalSession.TryCreate(TestFactories.Native(RetrievalMode.Auto, ExecutionProvider.Cuda), Two));
        Assert.Contains("Cuda", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CudaIsAskedForTheGraphItself()
    {
        var devices = new List<int>();
        using var session = RetrievalSession.TryCreate(
            TestFactories.Create(RetrievalMode.Auto, ExecutionProvider.Cuda, (_, device) => devices.Add(device)), Two);
        Assert.Equal([0, 0], devices);
        Assert.True(session!.Error.Of([1, 1]) > new ScoreError(Two, onCuda: false).Of([1, 1]));
    }

    [Fact]
    public void VectorsThatNoGraphHoldsAreScannedWithAWarning()
    {
        var log = new ListLogger<SessionFactory>();
        Assert.Null(RetrievalSession.TryCreate(TestFactories.Create(RetrievalMode.Graph, logger: log), Two, maxBytes: 15));
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Entries).Level);
        Assert.Contains("16 bytes of item vectors are more than a graph's 15", log.Entries[0].Message, StringComparison.Ordinal);
        using var session = RetrievalSession.TryCreate(TestFactories.Create(RetrievalMode.Graph, logger: log), Two, maxBytes: 16);
        Assert.NotNull(session);
        Assert.Null(RetrievalSession.TryCreate(TestFactories.Create(RetrievalMode.Scan, logger: log), Two, maxBytes: 15));
        _ = Assert.Single(log.Entries);
    }

    private static int Best(RetrievalSession session, float[] mask)
    {
        var rows = new int[1];
        session.Search([1, 1], mask, 1, new float[1], rows);
        return rows[0];
    }
}
