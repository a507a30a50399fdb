namespace Orleans.Reco.Core;

/// <summary>
/// One search for a batch of queries. A sample of the rows first tells about where each query's k-th best score lies. With that as a
/// floor the whole scan offers hardly more than k items, where it would otherwise offer k for each factor e by which the rows outnumber
/// them. A floor that was too high, which then left fewer than k, costs that query's group a second scan for what is below: the result
/// is exact in any case.
/// </summary>
internal readonly ref struct BatchSearch
{
    /// <summary>Bytes of item vectors that every group of a batch goes over while they are in the second-level cache.</summary>
    private const int BlockBytes = 128 * 1024;

    private const int SampleRows = 4096;

    /// <summary>From so many times the sample on it pays.</summary>
    private const int SampleFactor = 8;

    /// <summary>Standard deviations between the k-th best and the floor: one query in some thousands is scanned again.</summary>
    private const double SampleMargin = 4;

    private readonly ReadOnlySpan<float> _packed;
    private readonly ItemVectors _items;
    private readonly ReadOnlySpan<CandidateFilter> _filters;
    private readonly ReadOnlySpan<TopK> _results;
    private readonly Span<float> _floors;

    /// <param name="packed">Queries, shape <c>[groups, dimension, lanes]</c>.</param>
    /// <param name="items">The vectors to search.</param>
    /// <param name="filters">A filter for each query.</param>
    /// <param name="results">A result for each query.</param>
    /// <param name="floors">Room for a score for each query.</param>
    public BatchSearch(
        ReadOnlySpan<float> packed,
        ItemVectors items,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results,
        Span<float> floors)
    {
        _packed = packed;
        _items = items;
        _filters = filters;
        _results = results;
        _floors = floors;
    }

    public void Run()
    {
        _floors.Fill(float.NegativeInfinity);
        if (_items.Count >= SampleFactor * SampleRows)
        {
            Sample();
        }

        var block = Math.Max(QueryGroup.RowsAtOnce, BlockBytes / (sizeof(float) * _items.Dimension));
        for (var from = 0; from < _items.Count; from += block)
        {
            var to = Math.Min(_items.Count, from + block);
            for (var first = 0; first < _results.Length; first += QueryGroup.Lanes)
            {
                Group(first, _floors).Scan(_items, from, to, QueryGroup.RowsAtOnce);
            }
        }

        for (var first = 0; first < _results.Length; first += QueryGroup.Lanes)
        {
            ScanBelow(first);
        }
    }

    private void Sample()
    {
        var stride = _items.Count / SampleRows * QueryGroup.RowsAtOnce;
        Span<int> wanted = stackalloc int[QueryGroup.Lanes];
        for (var first = 0; first < _results.Length; first += QueryGroup.Lanes)
        {
            var last = Math.Min(_results.Length, first + QueryGroup.Lanes);
            for (var query = first; query < last; query++)
            {
                // What an earlier set of vectors left may be below any floor: such a result gets none.
                _floors[query] = _results[query].Count == 0 ? float.NegativeInfinity : float.PositiveInfinity;
            }

            for (var query = first; query < last; query++)
            {
                wanted[query - first] = _results[query].K;
                if (_results[query].Count == 0)
                {
                    _results[query].Clear(WantedOfSample(_results[query].K));
                }
            }

            Group(first, _floors).Scan(_items, 0, _items.Count, stride);
            for (var query = first; query < last; query++)
            {
                if (float.IsPositiveInfinity(_floors[query]))
                {
                    _floors[query] = float.NegativeInfinity;
                    continue;
                }

                _results[query].Tighten();
                _floors[query] = _results[query].Threshold;
                _results[query].Clear(wanted[query - first]);
            }
        }
    }

    /// <summary>The rank within the sample that the k-th best of all has, and some standard deviations of it.</summary>
    private int WantedOfSample(int k)
    {
        var expected = (double)k * SampleRows / _items.Count;
        return (int)Math.Ceiling(expected + (SampleMargin * Math.Sqrt(expected))) + 1;
    }

    /// <summary>Offers what is below the floors of those queries of a group that have fewer than k results because of it.</summary>
    private void ScanBelow(int first)
    {
        Span<float> floors = stackalloc float[QueryGroup.Lanes];
        Span<float> ceilings = stackalloc float[QueryGroup.Lanes];
        floors.Fill(float.PositiveInfinity);
        ceilings.Fill(float.NaN);
        var last = Math.Min(_results.Length, first + QueryGroup.Lanes);
        var again = false;
        for (var query = first; query < last; query++)
        {
            if (_floors[query] > float.NegativeInfinity && _results[query].Count < _results[query].K)
            {
                (floors[query - first], ceilings[query - first]) = (float.NegativeInfinity, _floors[query]);
                again = true;
            }
        }

        if (again)
        {
            Group(first, floors[..(last - first)], ceilings).Scan(_items, 0, _items.Count, QueryGroup.RowsAtOnce);
        }
    }

    private QueryGroup Group(int first, ReadOnlySpan<float> floors) =>
        Group(first, floors[first..Math.Min(_results.Length, first + QueryGroup.Lanes)], default);

    private QueryGroup Group(int first, ReadOnlySpan<float> floors, ReadOnlySpan<float> ceilings)
    {
        var last = Math.Min(_results.Length, first + QueryGroup.Lanes);
        var queries = _packed.Slice(first * _items.Dimension, QueryGroup.Lanes * _items.Dimension);
        return new QueryGroup(queries, _filters[first..last], _results[first..last], floors, ceilings);
    }
}
