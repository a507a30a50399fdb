using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>
/// The search of an inverted file. A query of a small category has its members scored; one whose filter lets little through, so that it
/// would have to probe most lists, is searched for exactly; all others probe.
/// </summary>
/// <param name="lists">The lists, of the first rows.</param>
/// <param name="calibration">How many are probed for a query whose filter lets everything through.</param>
/// <param name="options">For how many results, and how many rows may be looked at.</param>
/// <param name="items">The vectors with the items that they belong to.</param>
internal sealed class BoundInvertedIndex(
    InvertedLists lists, ProbeCalibration calibration, InvertedIndexOptions options, ItemVectors items) : IItemIndex
{
    /// <summary>To score a row that lies anywhere takes as long as to bound so many.</summary>
    private const int RowsForAMember = 16;

    /// <summary>Rows that tell what share a filter lets through.</summary>
    private const int FilterSample = 128;

    private int Rows => lists.Rows.Length;

    public void Search(ReadOnlySpan<float> queries, int batch, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results)
    {
        ExactIndex.Search(queries, batch, items, Rows, items.Count, filters, results);
        for (var i = 0; i < batch; i++)
        {
            Search(queries.Slice(i * items.Dimension, items.Dimension), filters[i], results[i]);
        }
    }

    private void Search(ReadOnlySpan<float> query, CandidateFilter filter, TopK result)
    {
        if (filter.Category is { } category && category.Count <= Rows / RowsForAMember)
        {
            SearchMembers(query, category, filter, result);
            return;
        }

        // The k best of the share p that passes are about the k / p best of all.
        var wider = Math.Max(1, (double)result.K / options.Best) / ShareThrough(filter);
        if (wider * calibration.Share > options.MaxShare)
        {
            ExactIndex.Search(query, 1, items, 0, Rows, new ReadOnlySpan<CandidateFilter>(in filter), new ReadOnlySpan<TopK>(in result));
            return;
        }

        var probes = Math.Min(lists.Count, (int)Math.Ceiling(wider * calibration.Probes));
        if (AvxVnni.IsSupported)
        {
            Probe<VnniProducts>(query, filter, result, probes);
        }
        else
        {
            Probe<Avx2Products>(query, filter, result, probes);
        }
    }

    private double ShareThrough(CandidateFilter filter)
    {
        var allowed = 0;
        for (var i = 0; i < FilterSample; i++)
        {
            allowed += filter.Allows(items.Rows.Ordinals[(int)((long)i * Rows / FilterSample)]) ? 1 : 0;
        }

        return (double)allowed / FilterSample;
    }

    private void SearchMembers(ReadOnlySpan<float> query, OrdinalSet members, CandidateFilter filter, TopK result)
    {
        Span<int> rows = stackalloc int[RowScores.RowsAtOnce];
        var count = 0;
        for (var word = 0; word < members.Words.Length; word++)
        {
            for (var bits = members.Words[word]; bits != 0; bits &= bits - 1)
            {
                if (items.TryGetRow((word * 64) + BitOperations.TrailingZeroCount(bits), out var row) && row < Rows)
                {
                    RowScores.Prefetch(items, row);
                    rows[count++] = row;
                }

                if (count == rows.Length)
                {
                    ExactIndex.Offer(query, items, rows, filter, result);
                    count = 0;
                }
            }
        }

        ExactIndex.Offer(query, items, rows[..count], filter, result);
    }

    private void Probe<T>(ReadOnlySpan<float> query, CandidateFilter filter, TopK result, int probes)
        where T : IByteProducts
    {
        var (dimension, sieve) = (items.Dimension, lists.Sieve);
        var values = ArrayPool<float>.Shared.Rent(dimension + 1 + lists.Count);
        var numbers = ArrayPool<int>.Shared.Rent(sieve.Steps + lists.Count);
        try
        {
            var levels = numbers.AsSpan(0, sieve.Steps);
            var quantized = QuantizedQuery.Create<T>(query, sieve, values.AsSpan(0, dimension), levels);
            var scan = new SieveScan<T>(
                query,
                new ReadOnlySpan<QuantizedQuery>(in quantized),
                levels,
                sieve,
                lists.Rows,
                items,
                new ReadOnlySpan<CandidateFilter>(in filter),
                new ReadOnlySpan<TopK>(in result));
            query.CopyTo(values);
            values[dimension] = 0;
            var ranked = numbers.AsSpan(sieve.Steps, lists.Count);
            var promises = values.AsSpan(dimension + 1, lists.Count);
            lists.Quantizer.Rank(values.AsSpan(0, dimension + 1), ranked[..probes], promises);
            for (var i = 0; i < probes; i++)
            {
                Scan(scan, ranked[i]);
            }

            if (result.Count < result.K)
            {
                // Items that the filter removed: the lists of less promise have others.
                lists.Quantizer.Rank(values.AsSpan(0, dimension + 1), ranked, promises);
                for (var i = probes; i < ranked.Length && result.Count < result.K; i++)
                {
                    Scan(scan, ranked[i]);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(values);
            ArrayPool<int>.Shared.Return(numbers);
        }
    }

    private void Scan<T>(in SieveScan<T> scan, int list)
        where T : IByteProducts
    {
        var (from, to) = lists[list];
        scan.Scan(0..1, [float.NegativeInfinity], default, from, to, scan.RowsAtOnce);
    }
}
