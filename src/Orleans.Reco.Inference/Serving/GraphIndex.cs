using System.Buffers;
using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Finds what <see cref="ExactIndex"/> finds, to the bit, by a graph that runs where the sessions do. The graph gives more rows than are
/// wanted, the processor filters them and scores them again. That is the result where no other row can be better, by the
/// score of the last one and what it may be off; all other queries are searched exactly.
/// </summary>
/// <param name="session">Searches the rows of the vocabulary.</param>
/// <param name="items">Vectors of the vocabulary and behind them others, which are scanned.</param>
internal sealed class GraphIndex(RetrievalSession session, ItemVectors items) : IItemIndex
{
    /// <summary>Rows beyond those wanted and excluded: scores that differ by less than they may be off.</summary>
    private const int Margin = 64;

    /// <summary>Up to so many, CUDA's TopK does not sort everything.</summary>
    private const int MostRows = 4096;

    private volatile AvailableRows? _available;

    /// <inheritdoc/>
    public void Search(ReadOnlySpan<float> queries, int batch, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results)
    {
        var available = AvailableTo(filters);
        var (asked, left) = (new Queries(items), new Queries(items));
        for (var i = 0; i < batch; i++)
        {
            // A category is a small part of the catalog, of which hardly enough would be among the best of all.
            var query = queries.Slice(i * items.Dimension, items.Dimension);
            var answerable = filters[i].Category is null && available.IsOf(filters[i]) && double.IsFinite(session.Error.Of(query));
            (answerable ? asked : left).Add(query, filters[i], results[i]);
        }

        Run(asked, available.Mask, left);
        ScoringInstruments.Scanned.Add(left.Count);
        left.Scan(firstRow: 0);
    }

    // A batch is of one snapshot and one moment, which threads share for a second.
    private AvailableRows AvailableTo(ReadOnlySpan<CandidateFilter> filters)
    {
        var filter = filters.IsEmpty ? CandidateFilter.None : filters[0];
        var available = _available;
        if (available is null || !available.IsOf(filter))
        {
            _available = available = new AvailableRows(filter, items.Rows.Ordinals[..session.Items], available);
        }

        return available;
    }

    private void Run(Queries asked, float[] mask, Queries left)
    {
        if (asked.Count == 0)
        {
            return;
        }

        asked.Scan(firstRow: session.Items);
        var k = Math.Min(session.Items, Math.Min(MostRows, asked.Wanted + Margin));
        var scores = ArrayPool<float>.Shared.Rent(asked.Count * k);
        var rows = ArrayPool<int>.Shared.Rent(asked.Count * k);
        try
        {
            session.Search(asked.Vectors, mask, k, scores, rows);
            for (var i = 0; i < asked.Count; i++)
            {
                var query = asked.Vector(i);
                var (filter, result) = (asked.Filters[i], asked.Results[i]);
                ExactIndex.Offer(query, items, rows.AsSpan(i * k, k), filter, result);
                if (!IsComplete(result, k, scores[((i + 1) * k) - 1] + session.Error.Of(query)))
                {
                    result.Clear();
                    left.Add(query, filter, result);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
            ArrayPool<int>.Shared.Return(rows);
        }
    }

    /// <summary>True if no row that the graph did not give, none of which has a higher score than <paramref name="best"/>, is missing.</summary>
    private bool IsComplete(TopK result, int k, double best)
    {
        // Minus infinity: all rows that may come came.
        result.Tighten();
        return k == session.Items || double.IsNegativeInfinity(best) || (result.Count == result.K && result.Threshold > best);
    }

    /// <summary>Some queries of a batch.</summary>
    private sealed class Queries(ItemVectors items)
    {
        private readonly List<float> _vectors = [];

        public List<CandidateFilter> Filters { get; } = [];

        public List<TopK> Results { get; } = [];

        public ReadOnlySpan<float> Vectors => CollectionsMarshal.AsSpan(_vectors);

        public int Count => Results.Count;

        /// <summary>Rows that are enough for each query, whichever of them it excludes.</summary>
        public int Wanted { get; private set; }

        public ReadOnlySpan<float> Vector(int query) => Vectors.Slice(query * items.Dimension, items.Dimension);

        public void Add(ReadOnlySpan<float> vector, CandidateFilter filter, TopK result)
        {
            _vectors.AddRange(vector);
            Filters.Add(filter);
            Results.Add(result);
            Wanted = Math.Max(Wanted, result.K + filter.Excluded.Length);
        }

        public void Scan(int firstRow)
        {
            if (Count > 0 && firstRow < items.Count)
            {
                ExactIndex.Search(Vectors, Count, items, CollectionsMarshal.AsSpan(Filters), CollectionsMarshal.AsSpan(Results), firstRow);
            }
        }
    }
}
