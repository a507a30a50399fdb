using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Orleans.Reco.Core;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Benchmarks;

/// <summary>
/// The best 200 of a catalog for a batch of users, 64 components: with a copy in 8 bits, by scoring every row, and what it takes at the
/// least, reading the copy once.
/// </summary>
public class Retrieval
{
    private const int Dimension = 64;
    private const int Best = 200;

    private ItemVectors _items = null!;
    private float[] _queries = [];
    private float[] _floors = [];
    private CandidateFilter[] _filters = [];
    private TopK[] _results = [];
    private int[] _copy = [];

    /// <summary>Items of the catalog.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Items { get; set; }

    /// <summary>Users of a batch.</summary>
    [Params(1, 4, 16)]
    public int Batch { get; set; }

    /// <summary>Makes catalog and users.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _items = new ItemVectors(Clusters.Normal(random, Items * Dimension), Dimension, [.. Enumerable.Range(0, Items)]);
        _queries = Clusters.Normal(random, Batch * Dimension);
        _floors = new float[Batch];
        _filters = [.. Enumerable.Repeat(CandidateFilter.None, Batch)];
        _results = [.. Enumerable.Range(0, Batch).Select(_ => new TopK(Best))];
        _copy = new int[Items * Dimension / sizeof(int)];
        Array.Fill(_copy, 1);
    }

    /// <summary>Every row as it is.</summary>
    [Benchmark(Baseline = true)]
    public void Scan()
    {
        Clear();
        ExactIndex.Scan(_queries, Batch, _items, 0, Items, _filters, _results, _floors);
    }

    /// <summary>As served.</summary>
    [Benchmark]
    public void Search()
    {
        Clear();
        ExactIndex.Search(_queries, Batch, _items, _filters, _results);
    }

    /// <summary>The sum of as many bytes as the copy has: the speed of memory.</summary>
    [Benchmark]
    public int Read() => TensorPrimitives.Sum<int>(_copy);

    private void Clear()
    {
        foreach (var result in _results)
        {
            result.Clear(Best);
        }
    }
}
