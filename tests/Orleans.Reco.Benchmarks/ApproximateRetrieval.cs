using BenchmarkDotNet.Attributes;
using Orleans.Reco.Core;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Benchmarks;

/// <summary>
/// The best 200 of 1,000,000 clustered items of 64 components and of lengths that differ, for a batch of users who like items of two
/// clusters: by looking at all rows, and by probing lists of an inverted file.
/// </summary>
public class ApproximateRetrieval
{
    private const int Items = 1_000_000;
    private const int Dimension = 64;
    private const int Centres = 2000;
    private const int Best = 200;
    private const int Users = 256;

    // One index for all batches, as it takes longer to build than to measure.
    private static readonly Lazy<(ItemVectors Items, float[] Users, IItemIndex Index)> Catalog = new(Build);

    private CandidateFilter[] _filters = [];
    private TopK[] _results = [];
    private int _next;

    /// <summary>Users of a batch.</summary>
    [Params(1, 16)]
    public int Batch { get; set; }

    /// <summary>Makes catalog and users.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _ = Catalog.Value;
        _filters = [.. Enumerable.Repeat(CandidateFilter.None, Batch)];
        _results = [.. Enumerable.Range(0, Batch).Select(_ => new TopK(Best))];
    }

    /// <summary>All rows.</summary>
    [Benchmark(Baseline = true)]
    public void Exact() => Search(Catalog.Value.Items);

    /// <summary>As many lists as a recall of 0.99 takes.</summary>
    [Benchmark]
    public void InvertedFile() => Search(Catalog.Value.Index);

    private static (ItemVectors Items, float[] Users, IItemIndex Index) Build()
    {
        var random = new Random(1);
        var values = Clusters.Vectors(random, Items, Dimension, Centres, deviation: 0.5f);
        var lengths = Clusters.Normal(random, Items);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= MathF.Exp(0.3f * lengths[i / Dimension]);
        }

        var likes = Clusters.Vectors(random, 4 * Users, Dimension, Centres, deviation: 0.5f);
        float[] users = [.. likes[..(likes.Length / 2)].Zip(likes[(likes.Length / 2)..], (one, other) => (0.7f * one) + (0.3f * other))];
        var (sample, measured) = (users[..(Users * Dimension)], users[(Users * Dimension)..]);
        var items = new ItemVectors(values, Dimension, [.. Enumerable.Range(0, Items)]);
        var began = TimeProvider.System.GetTimestamp();
        var index = InvertedIndex.Build(items, sample);
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine($"{index.Probes} of {index.Lists} lists, share {index.Share:F4}, recall {index.Recall:F4}, built in {took:F0} s");
        return (items, measured, index.Bind(items));
    }

    private void Search(IItemIndex index)
    {
        foreach (var result in _results)
        {
            result.Clear(Best);
        }

        _next = (_next + Batch) % Users;
        index.Search(Catalog.Value.Users.AsSpan(_next * Dimension, Batch * Dimension), Batch, _filters, _results);
    }
}
