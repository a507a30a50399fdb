using System.Diagnostics.Metrics;
using CsCheck;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class GraphIndexTests
{
    private static readonly SessionFactory Graph = TestFactories.Create(RetrievalMode.Graph);

    private enum Shape
    {
        Normal,
        FewBits,
        Zero,
        Tiny,
        Huge,
        NotAllNumbers,
    }

    [Fact]
    public void FindsToTheBitWhatAScanFinds() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 60], Gen.Int[1, 40], Gen.Enum<Shape>(), Gen.Bool, Gen.Int).Sample(
            (vocabulary, others, dimension, shape, onCuda, seed) =>
            {
                var random = new Random(seed);
                var (items, view) = Catalog(random, vocabulary, others, dimension, shape);
                using var session = Session(items, vocabulary, onCuda);
                var index = new GraphIndex(session, items);
                for (var round = 0; round < 4; round++)
                {
                    AssertSame(random, index, items, view, shape);
                    view = Changed(random, view);
                }
            },
            iter: 120,
            threads: 1);

    [Fact]
    public void ALargeCatalogIsAnsweredByTheGraph()
    {
        var random = new Random(1);
        var items = new ItemVectors(Values(random, 100_000 * 64, Shape.Normal), 64, [.. Enumerable.Range(0, 100_000)]);
        var view = View(random, 100_000);
        int[] excluded = [.. Enumerable.Range(0, 100_000).Where(i => i % 500 == 0)];
        using var session = Session(items, items.Count, onCuda: true);
        var index = new GraphIndex(session, items);
        CandidateFilter[] filters = [new(view, TestTenant.Now, excluded), new(view, TestTenant.Now, default)];
        var queries = Values(random, 2 * 64, Shape.Normal);
        Assert.Equal(0, Scanned(() => Assert.Equal(Run(items, queries, filters, 200), Run(index, queries, filters, 200))));
    }

    [Fact]
    public void WhatTheGraphCannotAnswerIsScanned()
    {
        // All items are alike, so that any of them may be as good as those that the graph gave.
        var items = new ItemVectors([.. Enumerable.Repeat(1f, 4_000)], 4, [.. Enumerable.Range(0, 1_000).Reverse()]);
        using var session = Session(items, items.Count, onCuda: false);
        var index = new GraphIndex(session, items);
        Assert.Equal(1, Scanned(() => Assert.Equal(
            [(0, 4f), (1, 4f), (2, 4f)], Run(index, [1, 1, 1, 1], [CandidateFilter.None], 3)[0])));

        // Of a category hardly any are among the best of all.
        var category = new CandidateFilter(null, 0, default, new OrdinalSet([17, 900]));
        Assert.Equal(1, Scanned(() => Assert.Equal([(17, 4f), (900, 4f)], Run(index, [1, 1, 1, 1], [category], 3)[0])));
    }

    [Fact]
    public void AQueryOfAnotherMomentThanItsBatchIsScanned()
    {
        var items = new ItemVectors([.. Enumerable.Range(0, 1_000)], 1, [.. Enumerable.Range(0, 1_000)]);
        var view = CatalogView.Empty("default").Apply(
            [.. Enumerable.Range(0, 1_000).Select(i => Entry(i, TestTenant.Item(i) with { PublishedAt = i == 999 ? At(5) : null }))]);
        using var session = Session(items, items.Count, onCuda: false);
        var index = new GraphIndex(session, items);
        CandidateFilter[] two = [new(view, TestTenant.Now, default), new(view, TestTenant.Now + 5, default)];
        Assert.Equal(1, Scanned(() => Assert.Equal([[(998, 998f)], [(999, 999f)]], Run(index, [1, 1], two, 1))));
    }

    [Fact]
    public void ABatchIsOneOfAnyNumberOfQueries()
    {
        var items = new ItemVectors([1, 2, 3], 1, [0, 1, 2]);
        using var session = Session(items, 3, onCuda: false);
        var index = new GraphIndex(session, items);
        Assert.Empty(Run(index, [], [], 1));
        Assert.Equal(70, Run(index, [.. Enumerable.Repeat(1f, 70)], [.. Enumerable.Repeat(CandidateFilter.None, 70)], 1)
            .Count(result => result.SequenceEqual([(2, 3f)])));
        _ = Assert.ThrowsAny<ArgumentException>(() => index.Search([1f], 2, new[] { CandidateFilter.None }, new[] { new TopK(1) }));
    }

    [Fact]
    public void TheMaskIsTheSameArrayUntilAnItemAppearsOrGoes()
    {
        var view = CatalogView.Empty("default").Apply([Entry(0, TestTenant.Item(0)), Entry(1, TestTenant.Item(1) with { ExpiresAt = At(5) })]);
        int[] ordinals = [1, HistoryEvent.NoItem, 0];
        AvailableRows Of(CatalogView catalog, uint now, AvailableRows? before) => new(new CandidateFilter(catalog, now, default), ordinals, before);
        var first = Of(view, TestTenant.Now, null);
        Assert.Equal([0, float.NegativeInfinity, 0], first.Mask);
        Assert.True(first.IsOf(new CandidateFilter(view, TestTenant.Now, new[] { 1 })));
        Assert.False(first.IsOf(new CandidateFilter(view, TestTenant.Now + 1, default)));
        var retitled = view.Apply([Entry(0, TestTenant.Item(0) with { Title = "other" })]);
        Assert.False(first.IsOf(new CandidateFilter(retitled, TestTenant.Now, default)));
        Assert.Same(first.Mask, Of(retitled, TestTenant.Now + 4, first).Mask);
        var later = Of(retitled, TestTenant.Now + 5, first);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, 0], later.Mask);
        Assert.Equal([0, float.NegativeInfinity, 0], first.Mask);
    }

    private static RetrievalSession Session(ItemVectors items, int vocabulary, bool onCuda)
    {
        var known = new ItemVectors(items.Values.ToArray(), items.Dimension, OrdinalRows.None(vocabulary));
        return new RetrievalSession(Graph, RetrievalGraph.Build(known), known, onCuda);
    }

    private static void AssertSame(Random random, GraphIndex index, ItemVectors items, CatalogView view, Shape shape)
    {
        var batch = random.Next(1, 20);
        var queries = Values(random, batch * items.Dimension, random.Next(2) == 0 ? shape : Shape.Normal);
        var filters = Enumerable.Range(0, batch).Select(_ => Filter(random, view)).ToArray();
        var k = random.Next(1, 120);
        Assert.Equal(Run(items, queries, filters, k), Run(index, queries, filters, k));
    }

    private static CandidateFilter Filter(Random random, CatalogView view)
    {
        var (share, late) = (random.Next(1, 20), (uint)(random.Next(8) == 0 ? 10 : 0));
        var category = random.Next(3) == 0 ? new OrdinalSet([.. Some(random, view.Length, 3)]) : null;
        return new CandidateFilter(random.Next(9) == 0 ? null : view, TestTenant.Now + late, Some(random, view.Length, share).ToArray(), category);
    }

    private static IEnumerable<int> Some(Random random, int count, int share) =>
        Enumerable.Range(0, count).Where(_ => random.Next(share) == 0);

    private static (ItemVectors Items, CatalogView View) Catalog(Random random, int vocabulary, int others, int dimension, Shape shape)
    {
        var ordinals = Enumerable.Range(0, vocabulary + others + 50).ToArray();
        random.Shuffle(ordinals);
        ordinals = Array.ConvertAll(ordinals[..(vocabulary + others)], ordinal => random.Next(20) == 0 ? HistoryEvent.NoItem : ordinal);
        return (new ItemVectors(Values(random, ordinals.Length * dimension, shape), dimension, ordinals), View(random, ordinals.Length + 50));
    }

    private static CatalogView View(Random random, int count) =>
        CatalogView.Empty("default").Apply([.. Enumerable.Range(0, count).Select(i => Entry(i, Item(random, i)))]);

    private static CatalogView Changed(Random random, CatalogView view) =>
        view.Apply([.. Some(random, view.Length, 5).Select(i => Entry(i, random.Next(4) == 0 ? null : Item(random, i)))]);

    private static CatalogEntry Entry(int ordinal, CatalogItem? item) => new(ordinal, TestTenant.Id(ordinal), item);

    private static CatalogItem Item(Random random, int item) => TestTenant.Item(item) with
    {
        Hidden = random.Next(10) == 0,
        InStock = random.Next(10) != 0,
        ExpiresAt = random.Next(10) == 0 ? At(random.Next(-5, 15)) : null,
        PublishedAt = random.Next(10) == 0 ? At(random.Next(-5, 15)) : null,
    };

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(TestTenant.Now + seconds);

    private static float[] Values(Random random, int length, Shape shape)
    {
        float Next() => shape switch
        {
            Shape.FewBits => random.Next(-1, 2),
            Shape.Zero => 0,
            Shape.Tiny => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-40, -15)),
            Shape.Huge => (random.NextSingle() - 0.5f) * 1e30f,
            Shape.NotAllNumbers when random.Next(100) == 0 => random.Next(2) == 0 ? float.NaN : float.PositiveInfinity,
            _ => random.NextSingle() - 0.5f,
        };
        return [.. Enumerable.Range(0, length).Select(_ => Next())];
    }

    private static (int Ordinal, float Score)[][] Run(IItemIndex index, float[] queries, CandidateFilter[] filters, int k)
    {
        var results = Array.ConvertAll(filters, _ => new TopK(k));
        index.Search(queries, filters.Length, filters, results);
        return Array.ConvertAll(results, result =>
        {
            var (ordinals, scores) = (new int[result.Count], new float[result.Count]);
            _ = result.Drain(ordinals, scores);
            return ordinals.Zip(scores).ToArray();
        });
    }

    // Queries that a scan answered for this thread.
    private static long Scanned(Action search)
    {
        var (thread, scanned) = (Environment.CurrentManagedThreadId, 0L);
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
            scanned += Environment.CurrentManagedThreadId == thread ? value : 0);
        listener.EnableMeasurementEvents(ScoringInstruments.Scanned);
        search();
        return scanned;
    }
}
