using System.Runtime.Intrinsics.X86;
using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class InvertedIndexTests
{
    private static readonly InvertedIndexOptions Options = new() { Best = 20 };

    private static readonly Gen<(InvertedLists Lists, ItemVectors Items, Random Random)> Catalogs =
        Gen.Select(Gen.Int[1, 3000], Gen.Int[0, 300], Gen.Int[1, 20], Gen.Bool, Gen.Int).Select((count, behind, dimension, broken, seed) =>
        {
            var random = new Random(seed);
            var values = Clusters.Vectors(random, count + behind, dimension, clusters: 10);
            for (var i = 0; broken && i < values.Length; i += 97)
            {
                values[i] = random.Next(2) == 0 ? float.NaN : float.MaxValue;
            }

            var trained = new ItemVectors(values, dimension, OrdinalRows.None(count));
            var quantizer = CoarseQuantizer.Train(trained, 30, random);
            var lists = new InvertedLists(trained, quantizer.Assign(trained, [.. Enumerable.Range(0, count)]), quantizer);
            return (lists, new ItemVectors(values, dimension, Ordinals(random, count + behind)), random);
        });

    [Fact]
    public void With_all_lists_it_finds_to_the_bit_what_the_exact_search_finds() =>
        Gen.Select(Catalogs, Gen.Int[1, 5], Gen.Int[1, 60]).Sample(
            (catalog, batch, k) =>
            {
                RequireAvx2();
                var (lists, items, random) = catalog;
                var index = new BoundInvertedIndex(lists, new ProbeCalibration(lists.Count, 1, 0), Options, items);
                var queries = Clusters.Vectors(random, batch, items.Dimension, clusters: 10);
                var filters = Enumerable.Range(0, batch).Select(_ => Filter(random, items, Items.Now)).ToArray();
                Assert.Equal(Search(items, queries, filters, k), Search(index, queries, filters, k));
            },
            iter: 60);

    [Fact]
    public void With_one_list_it_finds_as_many_and_no_wrong_score() =>
        Gen.Select(Catalogs, Gen.Int[1, 5], Gen.Int[1, 400]).Sample(
            (catalog, batch, k) =>
            {
                RequireAvx2();
                var (lists, items, random) = catalog;
                var index = new BoundInvertedIndex(lists, new ProbeCalibration(1, 1, 0), Options, items);
                var queries = Clusters.Vectors(random, batch, items.Dimension, clusters: 10);
                var filters = Enumerable.Range(0, batch).Select(_ => Filter(random, items, Items.Now)).ToArray();
                var (all, exact) = (Search(items, queries, filters, items.Count), Search(items, queries, filters, k));
                var found = Search(index, queries, filters, k);
                Assert.Equal(exact.Select(list => list.Length), found.Select(list => list.Length));
                Assert.All(found.Zip(all), pair => Assert.Subset(pair.Second.ToHashSet(), pair.First.ToHashSet()));
            },
            iter: 60);

    [Fact]
    public void A_filter_that_lets_little_through_is_searched_exactly() =>
        Gen.Select(Gen.Int[2000, 5000], Gen.Int[1, 300], Gen.Bool, Gen.Int).Sample(
            (count, k, category, seed) =>
            {
                RequireAvx2();
                var random = new Random(seed);
                var values = Clusters.Vectors(random, count, 8, clusters: 20);
                var index = InvertedIndex.Build(new ItemVectors(values, 8, OrdinalRows.None(count)), options: Options);
                Assert.True(index.IsWorthwhile);
                var items = new ItemVectors(values, 8, Ordinals(random, count));
                int[] few = [.. Enumerable.Range(0, count).Where(_ => random.Next(20) == 0)];
                int[] most = [.. Enumerable.Range(0, count).Except(few)];
                CandidateFilter[] filters = [category ? new(null, Items.Now, default, new OrdinalSet(few)) : new(null, Items.Now, most)];
                var query = Clusters.Vectors(random, 1, 8, clusters: 20);
                Assert.Equal(Search(items, query, filters, k), Search(index.Bind(items), query, filters, k));
            },
            iter: 20);

    [Fact]
    public void The_recall_that_it_tells_is_that_of_its_searches()
    {
        RequireAvx2();
        var (items, queries) = (Clustered(20_000), Clusters.Vectors(new Random(2), 100, 16, clusters: 200));
        var index = InvertedIndex.Build(items, queries, Options);
        Assert.True(index.IsWorthwhile);
        Assert.InRange(index.Probes, 1, index.Lists / 3);
        Assert.Equal(565, index.Lists);
        Assert.InRange(index.Recall, Options.TargetRecall, 1);
        Assert.Equal(index.Recall, Recall(index, items, queries), 1e-9);

        // Other users of the same kind.
        Assert.InRange(Recall(index, items, Clusters.Vectors(new Random(3), 100, 16, clusters: 200)), Options.TargetRecall - 0.02, 1);
    }

    [Fact]
    public void A_query_for_more_than_was_measured_probes_more()
    {
        RequireAvx2();
        var (items, queries) = (Clustered(20_000), Clusters.Vectors(new Random(2), 100, 16, clusters: 200));
        var index = InvertedIndex.Build(items, queries, Options with { TargetRecall = 0.95, Best = 100 });
        Assert.InRange(Recall(index, items, queries, k: 300), 0.95, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_index()
    {
        RequireAvx2();
        var (items, queries) = (Clustered(6000), Clusters.Vectors(new Random(2), 50, 16, clusters: 200));
        var (one, other) = (InvertedIndex.Build(items, options: Options), InvertedIndex.Build(items, options: Options));
        Assert.Equal((one.Lists, one.Probes, one.Recall, one.Share), (other.Lists, other.Probes, other.Recall, other.Share));
        CandidateFilter[] filters = [.. Enumerable.Repeat(CandidateFilter.None, 50)];
        Assert.Equal(Search(one.Bind(items), queries, filters, 20), Search(other.Bind(items), queries, filters, 20));
    }

    [Fact]
    public void Vectors_without_structure_are_searched_exactly()
    {
        RequireAvx2();
        var random = new Random(1);
        var items = new ItemVectors(Clusters.Normal(random, 5000 * 64), 64, [.. Enumerable.Range(0, 5000)]);
        var index = InvertedIndex.Build(items, Clusters.Normal(random, 50 * 64), Options);
        Assert.False(index.IsWorthwhile);
        Assert.InRange(index.Share, Options.MaxShare, 1);
        Assert.Same(items, index.Bind(items));
    }

    [Fact]
    public void Vectors_without_a_number_or_without_a_row_are_searched_exactly()
    {
        foreach (var items in (ItemVectors[])[new([], 2, []), new([float.NaN, 1], 2, [0])])
        {
            var index = InvertedIndex.Build(items);
            Assert.Equal((0, false), (index.Lists, index.IsWorthwhile));
            Assert.Same(items, index.Bind(items));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var items = Clustered(500);
        Assert.Throws<ArgumentException>("queries", () => InvertedIndex.Build(items, [1f]));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => InvertedIndex.Build(items, options: Options with { Best = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => InvertedIndex.Build(items, options: Options with { TargetRecall = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => InvertedIndex.Build(items, options: Options with { MaxShare = 0 }));
        RequireAvx2();
        var index = InvertedIndex.Build(items, options: Options with { MaxShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("items", () => index.Bind(Clustered(499)));
        Assert.Throws<ArgumentException>("items", () => index.Bind(new ItemVectors(new float[500], 1, OrdinalRows.None(500))));
        Assert.Throws<ArgumentException>("batch", () => index.Bind(items).Search([1f], 1, [CandidateFilter.None], new[] { new TopK(1) }));
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        RequireAvx2();
        var (items, query) = (Clustered(5000), Clusters.Vectors(new Random(2), 1, 16, clusters: 200));
        var index = InvertedIndex.Build(items, options: Options).Bind(items);
        CandidateFilter[] filters = [CandidateFilter.None];
        TopK[] results = [new(20)];
        index.Search(query, 1, filters, results);
        var before = GC.GetAllocatedBytesForCurrentThread();
        index.Search(query, 1, filters, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RequireAvx2() => Assert.SkipUnless(Avx2.IsSupported, "The machine has no AVX2.");

    private static ItemVectors Clustered(int count) =>
        new(Clusters.Vectors(new Random(1), count, 16, clusters: 200), 16, [.. Enumerable.Range(0, count)]);

    // Rows in any order, some of no item.
    private static int[] Ordinals(Random random, int count)
    {
        int[] ordinals = [.. Enumerable.Range(0, count)];
        random.Shuffle(ordinals);
        return Array.ConvertAll(ordinals, ordinal => random.Next(10) == 0 ? HistoryEvent.NoItem : ordinal);
    }

    private static CandidateFilter Filter(Random random, ItemVectors items, uint now)
    {
        int[] Some(int oneIn) => [.. Enumerable.Range(0, items.Count).Where(_ => random.Next(oneIn) == 0)];
        return random.Next(4) switch
        {
            0 => CandidateFilter.None,
            1 => new CandidateFilter(null, now, Some(2)),
            2 => new CandidateFilter(null, now, Some(3), new OrdinalSet(Some(2))),
            _ => new CandidateFilter(null, now, Some(3), new OrdinalSet(Some(40))),
        };
    }

    private static double Recall(InvertedIndex index, ItemVectors items, float[] queries, int k = 20)
    {
        CandidateFilter[] filters = [.. Enumerable.Repeat(CandidateFilter.None, queries.Length / items.Dimension)];
        var (exact, found) = (Search(items, queries, filters, k), Search(index.Bind(items), queries, filters, k));
        return exact.Zip(found).Average(pair => (double)pair.First.Intersect(pair.Second).Count() / k);
    }

    private static (int Ordinal, float Score)[][] Search(IItemIndex index, float[] queries, CandidateFilter[] filters, int k)
    {
        var results = filters.Select(_ => new TopK(k)).ToArray();
        index.Search(queries, filters.Length, filters, results);
        return [.. results.Select(result =>
        {
            var (ordinals, scores) = (new int[result.Count], new float[result.Count]);
            result.Drain(ordinals, scores);
            return ordinals.Zip(scores).ToArray();
        })];
    }
}
