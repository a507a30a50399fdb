using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>Rules most rows out by their bounds and scores the others, in the same order of sums as <see cref="QueryGroup"/>.</summary>
/// <typeparam name="T">The instruction that multiplies.</typeparam>
/// <param name="queries">Query vectors, shape <c>[batch, dimension]</c>.</param>
/// <param name="quantized">The same in 8 bits.</param>
/// <param name="levels">Their components, shape <c>[batch, steps]</c>.</param>
/// <param name="rows">The rows' copy in 8 bits.</param>
/// <param name="order">Where the copy has another order, which row each of its rows is; else empty.</param>
/// <param name="items">The vectors to search.</param>
/// <param name="filters">A filter for each query.</param>
/// <param name="results">A result for each query.</param>
internal readonly ref struct SieveScan<T>(
    ReadOnlySpan<float> queries,
    ReadOnlySpan<QuantizedQuery> quantized,
    ReadOnlySpan<int> levels,
    QuantizedRows rows,
    ReadOnlySpan<int> order,
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
    private readonly QuantizedRows _rows = rows;
    private readonly ReadOnlySpan<int> _order = order;

    public int RowsAtOnce => QuantizedRows.RowsAtOnce;

    public int BlockRows => Math.Max(1, BlockBytes / _rows.GroupBytes) * QuantizedRows.RowsAtOnce;

    public void Scan(Range queries, scoped ReadOnlySpan<float> floors, scoped ReadOnlySpan<float> ceilings, int from, int to, int stride)
    {
        var waiting = -1;
        for (var i = 0; i < floors.Length; i++)
        {
            // A floor of plus infinity says that nothing is wanted.
            if (float.IsPositiveInfinity(floors[i]))
            {
                continue;
            }

            if (waiting < 0)
            {
                waiting = i;
                continue;
            }

            var (a, b) = (Query(waiting, floors, ceilings), Query(i, floors, ceilings));
            ScanTwo(a, b, from, to, stride);
            waiting = -1;
        }

        if (waiting >= 0)
        {
            ScanOne(Query(waiting, floors, ceilings), from, to, stride);
        }

        Wanted Query(int i, scoped ReadOnlySpan<float> floors, scoped ReadOnlySpan<float> ceilings) =>
            new(queries.Start.Value + i, floors[i], ceilings.IsEmpty ? float.NaN : ceilings[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanOne(Wanted query, int from, int to, int stride)
    {
        var quantized = _quantized[query.Index];
        ref readonly var levels = ref _levels[query.Index * _rows.Steps];
        var candidates = new Candidates(stackalloc int[RowScores.RowsAtOnce]);
        var threshold = Math.Max(query.Floor, _results[query.Index].Threshold);
        for (var row = from - (from % QuantizedRows.RowsAtOnce); row < to; row += stride)
        {
            var reached = quantized.MayReach<T>(in Values(row), in Bounds(row), in levels, _rows.Steps, threshold);
            if (reached != 0)
            {
                Add(query, row, reached & InRange(row, from, to), ref candidates, ref threshold);
            }
        }

        _ = Offer(query, candidates.Take());
    }

    /// <summary>Two queries share the loads, and neither's sums wait for the other's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScanTwo(Wanted a, Wanted b, int from, int to, int stride)
    {
        var (quantizedA, quantizedB) = (_quantized[a.Index], _quantized[b.Index]);
        ref readonly var levelsA = ref _levels[a.Index * _rows.Steps];
        ref readonly var levelsB = ref _levels[b.Index * _rows.Steps];
        var candidatesA = new Candidates(stackalloc int[RowScores.RowsAtOnce]);
        var candidatesB = new Candidates(stackalloc int[RowScores.RowsAtOnce]);
        var thresholdA = Math.Max(a.Floor, _results[a.Index].Threshold);
        var thresholdB = Math.Max(b.Floor, _results[b.Index].Threshold);
        for (var row = from - (from % QuantizedRows.RowsAtOnce); row < to; row += stride)
        {
            var (reachedA, reachedB) = QuantizedQuery.MayReach<T>(
                in quantizedA, in quantizedB, in Values(row), in Bounds(row), in levelsA, in levelsB, _rows.Steps, thresholdA, thresholdB);
            if (reachedA != 0)
            {
                Add(a, row, reachedA & InRange(row, from, to), ref candidatesA, ref thresholdA);
            }

            if (reachedB != 0)
            {
                Add(b, row, reachedB & InRange(row, from, to), ref candidatesB, ref thresholdB);
            }
        }

        _ = Offer(a, candidatesA.Take());
        _ = Offer(b, candidatesB.Take());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly byte Values(int row) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(_rows.Values), row / QuantizedRows.RowsAtOnce * _rows.GroupBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly float Bounds(int row) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(_rows.Bounds), row / QuantizedRows.RowsAtOnce * QuantizedRows.GroupBounds);

    /// <summary>A bit for each row of a group that is within a range.</summary>
    private static uint InRange(int row, int from, int to) =>
        (row < from ? uint.MaxValue << (from - row) : uint.MaxValue)
        & (to - row < QuantizedRows.RowsAtOnce ? ~(uint.MaxValue << (to - row)) : uint.MaxValue);

    private void Add(Wanted query, int row, uint reached, scoped ref Candidates candidates, ref float threshold)
    {
        for (; reached != 0; reached &= reached - 1)
        {
            var candidate = row + BitOperations.TrailingZeroCount(reached);
            if (candidates.Add(_order.IsEmpty ? candidate : _order[candidate], items))
            {
                threshold = Math.Max(threshold, Offer(query, candidates.Take()));
            }
        }
    }

    /// <summary>Scores candidates exactly and offers those that are wanted.</summary>
    /// <returns>The threshold of the result.</returns>
    private float Offer(Wanted query, scoped ReadOnlySpan<int> candidates)
    {
        var (result, filter) = (_results[query.Index], _filters[query.Index]);
        var scores = RowScores.Of(_queries.Slice(query.Index * items.Dimension, items.Dimension), items, candidates);
        for (var i = 0; i < candidates.Length; i++)
        {
            var ordinal = items.Rows.Ordinals[candidates[i]];
            if (scores[i] >= Math.Max(query.Floor, result.Threshold) && !(scores[i] >= query.Ceiling) && filter.Allows(ordinal))
            {
                _ = result.Offer(scores[i], ordinal);
            }
        }

        return result.Threshold;
    }

    /// <summary>A query of the batch, and which scores it wants: from the floor on, below the ceiling unless that is not a number.</summary>
    private readonly record struct Wanted(int Index, float Floor, float Ceiling);

    /// <summary>Rows that wait to be scored together.</summary>
    private ref struct Candidates(Span<int> rows)
    {
        private readonly Span<int> _rows = rows;
        private int _count;

        /// <summary>Adds a row and begins to load it.</summary>
        /// <returns>True if no other has room.</returns>
        public bool Add(int row, ItemVectors items)
        {
            RowScores.Prefetch(items, row);
            _rows[_count++] = row;
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
