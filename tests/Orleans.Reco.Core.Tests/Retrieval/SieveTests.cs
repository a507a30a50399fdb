using System.Runtime.Intrinsics.X86;
using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class SieveTests
{
    private delegate void Search(float[] queries, ItemVectors items, CandidateFilter[] filters, TopK[] results);

    private static readonly Gen<ItemVectors> Catalogs =
        Gen.Select(Gen.Int[4096, 6000], Gen.Int[1, 70], Gen.Enum<Shape>(), Gen.Int).Select((count, dimension, shape, seed) =>
            new ItemVectors(Values(new Random(seed), count, dimension, shape), dimension, [.. Enumerable.Range(0, count)]));

    private enum Shape
    {
        Normal,
        OneLargeColumn,
        FewBits,
        TinyAndHuge,
        NotAllNumbers,
        Zero,
    }

    [Fact]
    public void Finds_to_the_bit_what_a_search_of_every_row_finds() =>
        Gen.Select(Catalogs, Gen.Int[1, 20], Gen.Int[1, 300], Gen.Int).Sample(
            (items, batch, k, seed) =>
            {
                Assert.SkipUnless(items.Sieve is not null, "The machine has no AVX2.");
                var random = new Random(seed);
                var queries = Values(random, batch, items.Dimension, (Shape)random.Next(6));
                int[] excluded = [.. Enumerable.Range(0, items.Count).Where(_ => random.Next(5) == 0)];
                var filter = new CandidateFilter(null, Items.Now, excluded);
                var filters = Enumerable.Range(0, batch).Select(i => i % 2 == 0 ? filter : CandidateFilter.None).ToArray();
                (int, float)[][] Run(Search search)
                {
                    var results = Enumerable.Range(0, batch).Select(_ => new TopK(k)).ToArray();
                    search(queries, items, filters, results);
                    return [.. results.Select(Drain)];
                }

                var all = Run((q, i, f, r) => ExactIndex.Scan(q, batch, i, 0, i.Count, f, r, new float[batch]));
                Assert.Equal(all, Run((q, i, f, r) => ExactIndex.Sift<Avx2Products>(q, batch, i, 0, i.Count, f, r, new float[batch])));
                if (AvxVnni.IsSupported)
                {
                    Assert.Equal(all, Run((q, i, f, r) => ExactIndex.Sift<VnniProducts>(q, batch, i, 0, i.Count, f, r, new float[batch])));
                }
            },
            iter: 60);

    [Fact]
    public void A_sampled_floor_of_every_way_to_search_is_exact() =>
        Gen.Select(Gen.Int[33_000, 36_000], Gen.Int[1, 400], Gen.Int[0, 2], Gen.Int).Sample(
            (count, k, way, seed) =>
            {
                var random = new Random(seed);
                int[] rowsAtOnce = [0, QueryGroup.RowsAtOnce, QuantizedRows.RowsAtOnce];
                var misleading = rowsAtOnce[way];
                var values = Values(random, count, 6, Shape.Normal);
                for (var i = 0; misleading > 0 && i < values.Length; i++)
                {
                    // The best rows are all in the sample of one way, whose floor then is far too high.
                    values[i] += i / 6 / misleading % (count / 4096) == 0 ? 10 : 0;
                }

                var items = new ItemVectors(values, 6, [.. Enumerable.Range(0, count)]);
                var queries = Array.ConvertAll(Values(random, 3, 6, Shape.Normal), MathF.Abs);
                (int, float)[][] Run(Search search)
                {
                    var results = Enumerable.Range(0, 3).Select(_ => new TopK(k)).ToArray();
                    search(queries, items, [.. Enumerable.Repeat(CandidateFilter.None, 3)], results);
                    return [.. results.Select(Drain)];
                }

                Assert.Equal(
                    Run((q, i, f, r) => ExactIndex.Scan(q, 3, i, 0, i.Count, f, r, new float[3])),
                    Run((q, i, f, r) => ExactIndex.Search(q, 3, i, f, r)));
            },
            iter: 20);

    [Fact]
    public void A_part_of_the_rows_is_searched_alone() =>
        Gen.Select(Catalogs, Gen.Int[0, 4096], Gen.Int[0, 4096], Gen.Int).Sample(
            (items, one, other, seed) =>
            {
                var (from, to) = (Math.Min(one, other), Math.Max(one, other));
                var queries = Values(new Random(seed), 2, items.Dimension, Shape.Normal);
                var part = new ItemVectors(
                    items.Values[(from * items.Dimension)..(to * items.Dimension)].ToArray(), items.Dimension, [.. Enumerable.Range(from, to - from)]);
                (int, float)[][] Run(Search search)
                {
                    var results = Enumerable.Range(0, 2).Select(_ => new TopK(50)).ToArray();
                    search(queries, items, [CandidateFilter.None, CandidateFilter.None], results);
                    return [.. results.Select(Drain)];
                }

                Assert.Equal(
                    Run((q, i, f, r) => ExactIndex.Scan(q, 2, part, 0, part.Count, f, r, new float[2])),
                    Run((q, i, f, r) => ExactIndex.Search(q, 2, i, from, to, f, r)));
            },
            iter: 40);

    [Fact]
    public void Rules_nearly_all_rows_of_a_usual_catalog_out()
    {
        var items = new ItemVectors(Values(new Random(1), 8192, 64, Shape.Normal), 64, [.. Enumerable.Range(0, 8192)]);
        Assert.SkipUnless(items.Sieve is not null, "The machine has no AVX2.");
        var query = Values(new Random(2), 1, 64, Shape.Normal);
        var scores = Enumerable.Range(0, items.Count).Select(row => query.Zip(items.Row(row).ToArray(), (a, b) => a * b).Sum()).ToArray();
        var hundredth = scores.OrderDescending().ElementAt(99);
        var levels = new int[items.Sieve.Steps];
        var quantized = QuantizedQuery.Create<Avx2Products>(query, items.Sieve, new float[64], levels);
        var left = Enumerable.Range(0, items.Count / QuantizedRows.RowsAtOnce)
            .Sum(group => (int)uint.PopCount(GroupProducts<Avx2Products>.Exceeding(
                in items.Sieve.Values[group * items.Sieve.GroupBytes],
                in levels[0],
                levels.Length,
                quantized.TooSmall(in items.Sieve.Bounds[group], hundredth))));
        Assert.InRange(left, 100, 250);
    }

    [Fact]
    public void Rows_that_come_later_are_as_if_they_had_been_there() =>
        Gen.Select(Catalogs, Gen.Int[0, 100], Gen.Int).Sample(
            (items, more, seed) =>
            {
                var random = new Random(seed);
                float[] values = [.. items.Values, .. Values(random, more, items.Dimension, Shape.TinyAndHuge)];
                var rows = new OrdinalRows([.. Enumerable.Range(0, items.Count + more)]);
                var queries = Values(random, 1, items.Dimension, Shape.Normal);
                (int, float)[] Run(ItemVectors vectors)
                {
                    var result = new TopK(50);
                    ExactIndex.Search(queries, 1, vectors, [CandidateFilter.None], new[] { result });
                    return Drain(result);
                }

                Assert.Equal(Run(new ItemVectors(values, items.Dimension, rows)), Run(items.Extend(values, rows)));
            },
            iter: 30);

    [Fact]
    public void Rows_can_belong_to_other_items_but_not_be_fewer()
    {
        var items = new ItemVectors([1, 2, 3], 1, [0, 1, 2]);
        Assert.Equal([7, 8, 9], items.WithRows(new OrdinalRows([7, 8, 9])).Rows.Ordinals.ToArray());
        Assert.Throws<ArgumentException>("rows", () => items.WithRows(new OrdinalRows([7, 8])));
        Assert.Throws<ArgumentException>("rows", () => items.Extend([1, 2], new OrdinalRows([7, 8])));
    }

    private static float[] Values(Random random, int count, int dimension, Shape shape)
    {
        var values = new float[count * dimension];
        for (var i = 0; i < values.Length; i++)
        {
            var normal = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            values[i] = shape switch
            {
                Shape.OneLargeColumn when i % dimension == 0 => 1000 * normal,
                Shape.FewBits => MathF.Round(normal),
                Shape.TinyAndHuge => normal * MathF.Pow(10, random.Next(-12, 12)),
                Shape.NotAllNumbers when random.Next(50) == 0 => random.Next(3) switch
                {
                    0 => float.NaN,
                    1 => float.PositiveInfinity,
                    _ => float.NegativeInfinity,
                },
                Shape.Zero => 0,
                _ => normal,
            };
        }

        return values;
    }

    private static (int Ordinal, float Score)[] Drain(TopK result)
    {
        var (ordinals, scores) = (new int[result.Count], new float[result.Count]);
        result.Drain(ordinals, scores);
        return [.. ordinals.Zip(scores)];
    }
}
