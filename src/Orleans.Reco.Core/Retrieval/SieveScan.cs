using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>Rules most rows out by their bounds and scores the others, in the same order of sums as <see cref="QueryGroup"/>.</summary>
/// <typeparam name="T">The instruction that multiplies.</typeparam>
/// <param name="queries">Query vectors, shape <c>[batch, dimension]</c>.</param>
/// <param name="quantized">The same in 8 bits.</param>
/// <param name="levels">Their components, shape <c>[batch, steps]</c>.</param>
/// <param name="items">The vectors to search; they have a sieve.</param>
/// <param name="filters">A filter for each query.</param>
/// <param name="results">A result for each query.</param>
internal readonly ref struct SieveScan<T>(
    ReadOnlySpan<float> queries,
    ReadOnlySpan<QuantizedQuery> quantized,
    ReadOnlySpan<int> levels,
    ItemVectors items,
    ReadOnlySpan<CandidateFilter> filters,
    ReadOnlySpan<TopK> results) : IRowScan
    where T : IByteProducts
{
    private const int BlockBytes = 256 * 1024;

    private readonly ReadOnlySpan<float> _queries = queries;
    private readonly ReadOnlySpan<QuantizedQuery> _quantized = quantized;
    private readonly ReadOnlySpan<int> _levels = levels;
    private readonly ReadOnlySpan<CandidateFilter> _filters = filters;
    private readonly ReadOnlySpan<TopK> _results = results;
    private readonly QuantizedRows _rows = items.Sieve!;

    public int RowsAtOnce => QuantizedRows.RowsAtOnce;

    public int BlockRows => Math.Max(1, BlockBytes / _rows.GroupBytes) * QuantizedRows.RowsAtOnce;

    public void Scan(Range queries, scoped ReadOnlySpan<float> floors, scoped ReadOnlySpan<float> ceilings, int from, int to, int stride)
    {
        var first = queries.Start.Value;
        for (var i = 0; i < floors.Length; i++)
        {
            // A floor of plus infinity says that nothing is wanted.
            if (!float.IsPositiveInfinity(floors[i]))
            {
                Scan(first + i, floors[i], ceilings.IsEmpty ? float.NaN : ceilings[i], from, to, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(int query, float floor, float ceiling, int from, int to, int stride)
    {
        var quantized = _quantized[query];
        ref readonly var levels = ref _levels[query * _rows.Steps];
        ref readonly var values = ref MemoryMarshal.GetReference(_rows.Values);
        ref readonly var bounds = ref MemoryMarshal.GetReference(_rows.Bounds);
        var candidates = new Candidates(stackalloc int[RowScores.RowsAtOnce]);
        var threshold = Math.Max(floor, _results[query].Threshold);
        for (var row = from; row < to; row += stride)
        {
            var group = row / QuantizedRows.RowsAtOnce;
            var reached = quantized.MayReach<T>(
                in Unsafe.Add(ref Unsafe.AsRef(in values), group * _rows.GroupBytes),
                in Unsafe.Add(ref Unsafe.AsRef(in bounds), group * QuantizedRows.GroupBounds),
                in levels,
                _rows.Steps,
                threshold);
            for (; reached != 0; reached &= reached - 1)
            {
                if (candidates.Add(row + BitOperations.TrailingZeroCount(reached), items))
                {
                    threshold = Math.Max(threshold, Offer(query, candidates.Take(), floor, ceiling));
                }
            }
        }

        _ = Offer(query, candidates.Take(), floor, ceiling);
    }

    /// <summary>Scores candidates exactly and offers those that are wanted.</summary>
    /// <returns>The threshold of the result.</returns>
    private float Offer(int query, ReadOnlySpan<int> candidates, float floor, float ceiling)
    {
        var (result, filter) = (_results[query], _filters[query]);
        var scores = RowScores.Of(_queries.Slice(query * items.Dimension, items.Dimension), items, candidates);
        for (var i = 0; i < candidates.Length; i++)
        {
            var ordinal = items.Rows.Ordinals[candidates[i]];
            if (scores[i] >= Math.Max(floor, result.Threshold) && !(scores[i] >= ceiling) && filter.Allows(ordinal))
            {
                _ = result.Offer(scores[i], ordinal);
            }
        }

        return result.Threshold;
    }

    /// <summary>Rows that wait to be scored together.</summary>
    private ref struct Candidates(Span<int> rows)
    {
        private readonly Span<int> _rows = rows;
        private int _count;

        /// <summary>Adds a row, unless it is one that only fills the last group up, and begins to load it.</summary>
        /// <returns>True if no other has room.</returns>
        public bool Add(int row, ItemVectors items)
        {
            if (row < items.Count)
            {
                RowScores.Prefetch(items, row);
                _rows[_count++] = row;
            }

            return _count == _rows.Length;
        }

        public ReadOnlySpan<int> Take()
        {
            var taken = _rows[.._count];
            _count = 0;
            return taken;
        }
    }
}
