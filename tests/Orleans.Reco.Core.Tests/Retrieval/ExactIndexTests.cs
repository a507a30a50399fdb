using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class ExactIndexTests
{
    [Fact]
    public void Equals_a_naive_search_for_every_query_of_the_batch() =>
        Gen.Select(Gen.Int[0, 90], Gen.Int[1, 40], Gen.Int[0, 35], Gen.Int[1, 12], Gen.Int).Sample((count, dimension, batch, k, seed) =>
        {
            var random = new Random(seed);
            var view = Items.View(Math.Max(count, 1), 3).Apply([Items.Entry(0, Items.Item(0, "category-0") with { InStock = false })]);
            var items = RandomItems(random, count, dimension);
            var queries = RandomValues(random, batch * dimension);
            int[] Excluded() => [.. Enumerable.Range(0, 90).Where(_ => random.Next(4) == 0)];
            var excluded = Enumerable.Range(0, batch).Select(_ => Excluded()).ToArray();
            var category = new OrdinalSet(Enumerable.Range(0, 90).Where(i => i % 3 == 1).ToArray());
            var filters = excluded.Select((list, i) => new CandidateFilter(view, Items.Now, list, i % 2 == 0 ? null : category)).ToArray();
            var results = Search(queries, batch, items, filters, k);
            for (var query = 0; query < batch; query++)
            {
                var expected = Naive(queries.AsSpan(query * dimension, dimension).ToArray(), items, filters[query], k);
                Assert.Equal(expected.Select(pair => pair.Ordinal), results[query].Select(pair => pair.Ordinal));
                Assert.All(expected.Zip(results[query]), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4));
                Assert.All(results[query], pair => Assert.True(
                    view.IsAvailable(pair.Ordinal, Items.Now) && !excluded[query].Contains(pair.Ordinal)
                    && (query % 2 == 0 || view[pair.Ordinal]!.IsIn("category-1"))));
            }
        });

    [Fact]
    public void Equals_a_naive_search_where_a_sample_of_many_rows_sets_the_floor() =>
        Gen.Select(Gen.Int[33_000, 40_000], Gen.Int[1, 20], Gen.Int[1, 600], Gen.Bool, Gen.Int).Sample(
            (count, batch, k, misleading, seed) =>
            {
                // In the misleading catalog the best rows are all in the sample, and so the floor is far too high.
                var random = new Random(seed);
                var together = QuantizedRows.RowsAtOnce;
                var values = Enumerable.Range(0, count)
                    .Select(row => (float)random.Next(1000) + (misleading && row / together % (count / 4096) == 0 ? 1000 : 0))
                    .ToArray();
                var items = new ItemVectors(values, 1, [.. Enumerable.Range(0, count)]);
                int[] excluded = [.. Enumerable.Range(0, count).Where(_ => random.Next(3) == 0)];
                var filters = Enumerable.Range(0, batch)
                    .Select(query => new CandidateFilter(null, Items.Now, query % 2 == 0 ? default : excluded)).ToArray();
                var queries = Enumerable.Range(0, batch).Select(query => 1f + (query % 3)).ToArray();
                var results = Search(queries, batch, items, filters, k);
                for (var query = 0; query < Math.Min(batch, 6); query++)
                {
                    Assert.Equal(Naive([queries[query]], items, filters[query], k), results[query]);
                }
            },
            iter: 20);

    [Fact]
    public void A_score_does_not_depend_on_the_batch_nor_on_the_place_of_its_row() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 70], Gen.Int).Sample((batch, dimension, seed) =>
        {
            var random = new Random(seed);
            float[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            var values = Values(37 * dimension);
            var queries = Values(batch * dimension);
            var all = Search(queries, batch, new ItemVectors(values, dimension, [.. Enumerable.Range(0, 37)]), Filters(batch), 37);
            for (var query = 0; query < batch; query++)
            {
                var alone = queries.AsSpan(query * dimension, dimension).ToArray();
                foreach (var (ordinal, score) in all[query])
                {
                    var item = new ItemVectors(values[(ordinal * dimension)..((ordinal + 1) * dimension)], dimension, [ordinal]);
                    Assert.Equal([(ordinal, score)], Search(alone, 1, item, Filters(1), 1)[0]);
                }
            }
        });

    [Fact]
    public void Several_sets_of_vectors_are_searched_one_after_the_other()
    {
        var result = new TopK(3);
        ExactIndex.Search([1f], 1, new ItemVectors([1, 5, 3], 1, [0, 1, 2]), Filters(1), new[] { result });
        ExactIndex.Search([1f], 1, new ItemVectors([4], 1, [9]), Filters(1), new[] { result });
        Assert.Equal([(1, 5f), (9, 4f), (2, 3f)], Drain(result));
    }

    [Fact]
    public void Rows_before_the_first_that_is_wanted_are_not_looked_at() =>
        Gen.Select(Gen.OneOf(Gen.Int[1, 90], Gen.Int[33_000, 36_000]), Gen.Int[1, 20], Gen.Int[1, 200], Gen.Int).Sample(
            (count, batch, k, seed) =>
            {
                var random = new Random(seed);
                var first = random.Next(2) == 0 ? random.Next(count + 1) : random.Next(Math.Min(count, 100));
                var items = new ItemVectors(RandomValues(random, count * 3), 3, [.. Enumerable.Range(0, count)]);
                var behind = new ItemVectors(items.Values[(first * 3)..].ToArray(), 3, [.. Enumerable.Range(first, count - first)]);
                var queries = RandomValues(random, batch * 3);
                var results = Enumerable.Range(0, batch).Select(_ => new TopK(k)).ToArray();
                ExactIndex.Search(queries, batch, items, Filters(batch), results, first);
                Assert.Equal(Search(queries, batch, behind, Filters(batch), k), results.Select(Drain));
            },
            iter: 60);

    [Fact]
    public void Rows_that_are_offered_have_the_scores_of_a_search() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 70], Gen.Int[1, 12], Gen.Int).Sample((count, dimension, k, seed) =>
        {
            var random = new Random(seed);
            float[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            var items = new ItemVectors(Values(count * dimension), dimension, [.. Enumerable.Range(0, count)]);
            var rows = Enumerable.Range(0, count).ToArray();
            random.Shuffle(rows);
            var query = Values(dimension);
            var filter = new CandidateFilter(null, Items.Now, Enumerable.Range(0, count).Where(_ => random.Next(3) == 0).ToArray());
            var result = new TopK(k);
            ExactIndex.Offer(query, items, rows, filter, result);
            Assert.Equal(Search(query, 1, items, [filter], k)[0], Drain(result));
        });

    [Fact]
    public void Rows_and_queries_that_do_not_exist_are_refused()
    {
        var items = new ItemVectors([1, 2], 1, [0, 1]);
        var result = new TopK(1);
        Assert.Throws<IndexOutOfRangeException>(() => ExactIndex.Offer([1f], items, [2], CandidateFilter.None, result));
        Assert.Throws<IndexOutOfRangeException>(() => ExactIndex.Offer([1f], items, [-1], CandidateFilter.None, result));
        Assert.Throws<ArgumentOutOfRangeException>("query", () => ExactIndex.Offer([1f, 2f], items, [0], CandidateFilter.None, result));
        Assert.Throws<ArgumentOutOfRangeException>("firstRow", () => ExactIndex.Search([1f], 1, items, Filters(1), new[] { result }, 3));
        Assert.Throws<ArgumentOutOfRangeException>("firstRow", () => ExactIndex.Search([1f], 1, items, Filters(1), new[] { result }, -1));
    }

    [Fact]
    public void A_row_without_an_item_or_without_a_number_is_not_found()
    {
        var items = new ItemVectors([1, 2, float.NaN, 4, 5, 6, 7, 8, 9, 10], 1, [0, HistoryEvent.NoItem, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 0], Search([1f], 1, items, Filters(1), 10)[0].Select(pair => pair.Ordinal));
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_refused()
    {
        var items = new ItemVectors([1, 2], 2, [0]);
        Assert.Throws<ArgumentException>("batch", () => ExactIndex.Search([1f], 1, items, Filters(1), new[] { new TopK(1) }));
        Assert.Throws<ArgumentException>("batch", () => ExactIndex.Search([1f, 2f], 1, items, Filters(2), new[] { new TopK(1) }));
        Assert.Throws<ArgumentException>("batch", () => ExactIndex.Search([1f, 2f], 1, items, Filters(1), default));
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        var items = RandomItems(new Random(1), 90, 16);
        var queries = RandomValues(new Random(2), 5 * 16);
        var (filters, results) = (Filters(5), Enumerable.Range(0, 5).Select(_ => new TopK(10)).ToArray());
        ExactIndex.Search(queries, 5, items, filters, results);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ExactIndex.Search(queries, 5, items, filters, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ItemVectors RandomItems(Random random, int count, int dimension)
    {
        var ordinals = Enumerable.Range(0, 90).ToArray();
        random.Shuffle(ordinals);
        return new ItemVectors(RandomValues(random, count * dimension), dimension, ordinals[..count]);
    }

    // Small whole numbers have exact dot products, so that ties are real ties in any order of summation.
    private static float[] RandomValues(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)random.Next(-3, 4))];

    private static CandidateFilter[] Filters(int batch) => [.. Enumerable.Repeat(CandidateFilter.None, batch)];

    private static (int Ordinal, float Score)[][] Search(float[] queries, int batch, ItemVectors items, CandidateFilter[] filters, int k)
    {
        var results = Enumerable.Range(0, batch).Select(_ => new TopK(k)).ToArray();
        ExactIndex.Search(queries, batch, items, filters, results);
        return [.. results.Select(Drain)];
    }

    private static (int Ordinal, float Score)[] Drain(TopK result)
    {
        var (ordinals, scores) = (new int[result.Count], new float[result.Count]);
        result.Drain(ordinals, scores);
        return [.. ordinals.Zip(scores)];
    }

    private static (int Ordinal, float Score)[] Naive(float[] query, ItemVectors items, CandidateFilter filter, int k) =>
        [.. Enumerable.Range(0, items.Count)
            .Select(row => (Ordinal: items.Rows.Ordinals[row], Score: query.Zip(items.Row(row).ToArray(), (a, b) => a * b).Sum()))
            .Where(pair => filter.Allows(pair.Ordinal))
            .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Ordinal).Take(k)];
}
