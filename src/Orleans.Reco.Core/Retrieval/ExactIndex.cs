using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>
/// Finds the items with the highest dot products with a query by looking at all of them: exact, and at the speed of memory when a batch
/// of queries shares the reading. A large catalog is looked at in a copy of 8 bits a component first, which tells for most items that
/// they are not among the best.
/// </summary>
public static class ExactIndex
{
    /// <summary>
    /// Offers to each result the items that its filter lets through. Results are not cleared, so that several sets of vectors, such
    /// as a bundle's and those of items that came later, are searched one after the other.
    /// </summary>
    /// <remarks>The score of an item for a query does not depend on the rest of the batch, nor on the machine's vector width.</remarks>
    /// <param name="queries">Query vectors, shape <c>[batch, items.Dimension]</c>.</param>
    /// <param name="batch">The number of queries.</param>
    /// <param name="items">The vectors to search.</param>
    /// <param name="filters">A filter for each query; asked only for scores that would be kept.</param>
    /// <param name="results">A result for each query, no two the same.</param>
    /// <param name="firstRow">The row to begin with; those before it are not looked at. Default: 0.</param>
    /// <exception cref="ArgumentException">A span does not have the shape, or there is no such row.</exception>
    public static void Search(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results,
        int firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)firstRow, (uint)items.Count, nameof(firstRow));
        Search(queries, batch, items, firstRow, items.Count, filters, results);
    }

    /// <summary>The search of the rows from one to another.</summary>
    internal static void Search(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        int from,
        int to,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        if (queries.Length != (long)batch * items.Dimension || filters.Length != batch || results.Length != batch)
        {
            throw new ArgumentException(
                $"A batch of {batch} needs {batch} x {items.Dimension} query values, {batch} filters and {batch} results; "
                + $"there are {queries.Length}, {filters.Length} and {results.Length}.",
                nameof(batch));
        }

        var floors = ArrayPool<float>.Shared.Rent(batch);
        try
        {
            if (items.Sieve is null)
            {
                Scan(queries, batch, items, from, to, filters, results, floors.AsSpan(0, batch));
            }
            else if (AvxVnni.IsSupported)
            {
                Sift<VnniProducts>(queries, batch, items, from, to, filters, results, floors.AsSpan(0, batch));
            }
            else
            {
                Sift<Avx2Products>(queries, batch, items, from, to, filters, results, floors.AsSpan(0, batch));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(floors);
        }
    }

    /// <summary>
    /// Offers some rows, those that the filter lets through, with the scores that a search of all rows gives them: for an index that knows
    /// which rows may be among the best.
    /// </summary>
    /// <param name="query">The query vector, shape <c>[items.Dimension]</c>.</param>
    /// <param name="items">The vectors.</param>
    /// <param name="rows">Rows of them, each at most once.</param>
    /// <param name="filter">What the query lets through.</param>
    /// <param name="result">The result; not cleared.</param>
    /// <exception cref="ArgumentException">The query does not have the dimension.</exception>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public static void Offer(ReadOnlySpan<float> query, ItemVectors items, ReadOnlySpan<int> rows, CandidateFilter filter, TopK result)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Length, items.Dimension, nameof(query));
        var ordinals = items.Rows.Ordinals;
        Span<int> allowed = stackalloc int[RowScores.RowsAtOnce];
        while (!rows.IsEmpty)
        {
            var count = 0;
            for (; count < allowed.Length && !rows.IsEmpty; rows = rows[1..])
            {
                if (filter.Allows(ordinals[rows[0]]))
                {
                    allowed[count++] = rows[0];
                }
            }

            var scores = RowScores.Of(query, items, allowed[..count]);
            for (var i = 0; i < count; i++)
            {
                _ = result.Offer(scores[i], ordinals[allowed[i]]);
            }
        }
    }

    /// <summary>The search with the rows' copy in 8 bits.</summary>
    internal static void Sift<T>(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        int from,
        int to,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results,
        Span<float> floors)
        where T : IByteProducts
    {
        var rows = items.Sieve!;
        var scaled = ArrayPool<float>.Shared.Rent(items.Dimension);
        var levels = ArrayPool<int>.Shared.Rent(batch * rows.Steps);
        var quantized = ArrayPool<QuantizedQuery>.Shared.Rent(batch);
        try
        {
            for (var query = 0; query < batch; query++)
            {
                quantized[query] = QuantizedQuery.Create<T>(
                    queries.Slice(query * items.Dimension, items.Dimension),
                    rows,
                    scaled.AsSpan(0, items.Dimension),
                    levels.AsSpan(query * rows.Steps, rows.Steps));
            }

            var scan = new SieveScan<T>(queries, quantized, levels, rows, default, items, filters, results);
            new BatchSearch<SieveScan<T>>(scan, from, to, results, floors).Run();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scaled);
            ArrayPool<int>.Shared.Return(levels);
            ArrayPool<QuantizedQuery>.Shared.Return(quantized);
        }
    }

    /// <summary>The search of every row as it is.</summary>
    internal static void Scan(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        int from,
        int to,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results,
        Span<float> floors)
    {
        var groups = (batch + QueryGroup.Lanes - 1) / QueryGroup.Lanes;
        var packed = ArrayPool<float>.Shared.Rent(groups * QueryGroup.Lanes * items.Dimension);
        try
        {
            Pack(queries, items.Dimension, packed);
            new BatchSearch<FloatScan>(new FloatScan(packed, items, filters, results), from, to, results, floors).Run();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(packed);
        }
    }

    /// <summary>From <c>[batch, dimension]</c> to <c>[groups, dimension, lanes]</c>, zeros where a group has no query.</summary>
    private static void Pack(ReadOnlySpan<float> queries, int dimension, Span<float> packed)
    {
        packed.Clear();
        for (var i = 0; i < queries.Length; i++)
        {
            var (query, component) = (i / dimension, i % dimension);
            var (group, lane) = (query / QueryGroup.Lanes, query % QueryGroup.Lanes);
            packed[(((group * dimension) + component) * QueryGroup.Lanes) + lane] = queries[i];
        }
    }
}
