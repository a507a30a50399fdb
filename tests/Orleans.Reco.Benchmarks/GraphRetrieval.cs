using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Benchmarks;

/// <summary>The best 200 of 100,000 items for a batch of users, 64 components, on the processor: as a graph of ONNX Runtime and by a scan.</summary>
public class GraphRetrieval
{
    private const int Items = 100_000;
    private const int Dimension = 64;
    private const int Best = 200;

    private RetrievalSession _session = null!;
    private GraphIndex _graph = null!;
    private ItemVectors _scan = null!;
    private float[] _queries = [];
    private CandidateFilter[] _filters = [];
    private TopK[] _results = [];

    /// <summary>Users of a batch.</summary>
    [Params(1, 16, 64)]
    public int Batch { get; set; }

    /// <summary>Makes catalog and users.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var items = new ItemVectors(Clusters.Normal(random, Items * Dimension), Dimension, [.. Enumerable.Range(0, Items)]);
        var options = new InferenceOptions { Retrieval = RetrievalMode.Graph };
        _session = RetrievalSession.TryCreate(new SessionFactory(options, NullLogger<SessionFactory>.Instance), items)!;
        (_graph, _scan) = (new GraphIndex(_session, items), items);
        _queries = Clusters.Normal(random, Batch * Dimension);
        _filters = [.. Enumerable.Repeat(CandidateFilter.None, Batch)];
        _results = [.. Enumerable.Range(0, Batch).Select(_ => new TopK(Best))];
    }

    /// <summary>Unloads the graph.</summary>
    [GlobalCleanup]
    public void Cleanup() => _session.Dispose();

    /// <summary>By a scan.</summary>
    [Benchmark(Baseline = true)]
    public void Scan() => Search(_scan);

    /// <summary>As a graph.</summary>
    [Benchmark]
    public void Graph() => Search(_graph);

    private void Search(IItemIndex index)
    {
        foreach (var result in _results)
        {
            result.Clear();
        }

        index.Search(_queries, Batch, _filters, _results);
    }
}
