namespace Orleans.Reco.Core;

/// <summary>
/// One search for a batch of queries. A sample of the rows first tells about where each query's k-th best score lies. With that as a
/// floor the whole scan offers hardly more than k items, where it would otherwise offer k for each factor e by which the rows outnumber
/// them. A floor that was too high, which then left fewer than k, costs that query's group a second scan for what is below: the result
/// is exact in any case.
/// </summary>
/// <typeparam name="T">How rows are looked at.</typeparam>
/// <param name="scan">Offers rows to the results.</param>
/// <param name="first">The first row that is searched.</param>
/// <param name="end">The row to end before.</param>
/// <param name="results">A result for each query.</param>
/// <param name="floors">Room for a score for each query.</param>
internal readonly ref struct BatchSearch<T>(T scan, int first, int end, ReadOnlySpan<TopK> results, Span<float> floors)
    where T : IRowScan, allows ref struct
{
    private const int SampleRows = 4096;

    /// <summary>From so many times the sample on it pays.</summary>
    private const int SampleFactor = 8;

    /// <summary>Standard deviations between the k-th best and the floor: one query in some hundreds is scanned again.</summary>
    private const double SampleMargin = 3;

    private readonly T _scan = scan;
    private readonly ReadOnlySpan<TopK> _results = results;
    private readonly Span<float> _floors = floors;

    public void Run()
    {
        _floors.Fill(float.NegativeInfinity);
        if (end - first >= SampleFactor * SampleRows)
        {
            Sample();
        }

        for (var from = first; from < end; from += _scan.BlockRows)
        {
            var to = Math.Min(end, from + _scan.BlockRows);
            for (var query = 0; query < _results.Length; query += QueryGroup.Lanes)
            {
                var group = Group(query);
                _scan.Scan(group, _floors[group], default, from, to, _scan.RowsAtOnce);
            }
        }

        for (var query = 0; query < _results.Length; query += QueryGroup.Lanes)
        {
            ScanBelow(Group(query));
        }
    }

    private Range Group(int query) => query..Math.Min(_results.Length, query + QueryGroup.Lanes);

    private void Sample()
    {
        var stride = (end - first) / SampleRows * _scan.RowsAtOnce;
        Span<int> wanted = stackalloc int[QueryGroup.Lanes];
        for (var from = 0; from < _results.Length; from += QueryGroup.Lanes)
        {
            var group = Group(from);
            var results = _results[group];
            var floors = _floors[group];
            for (var query = 0; query < results.Length; query++)
            {
                // What an earlier set of vectors left may be below any floor: such a result gets none.
                floors[query] = results[query].Count == 0 ? float.NegativeInfinity : float.PositiveInfinity;
            }

            for (var query = 0; query < results.Length; query++)
            {
                wanted[query] = results[query].K;
                if (results[query].Count == 0)
                {
                    results[query].Clear(WantedOfSample(results[query].K));
                }
            }

            _scan.Sample(group, floors, first, end, stride);
            for (var query = 0; query < results.Length; query++)
            {
                if (float.IsPositiveInfinity(floors[query]))
                {
                    floors[query] = float.NegativeInfinity;
                    continue;
                }

                results[query].Tighten();
                floors[query] = results[query].Threshold;
                results[query].Clear(wanted[query]);
            }
        }
    }

    /// <summary>The rank within the sample that the k-th best of all has, and some standard deviations of it.</summary>
    private int WantedOfSample(int k)
    {
        var expected = (double)k * SampleRows / (end - first);
        return (int)Math.Ceiling(expected + (SampleMargin * Math.Sqrt(expected))) + 1;
    }

    /// <summary>Offers what is below the floors of those queries of a group that have fewer than k results because of it.</summary>
    private void ScanBelow(Range group)
    {
        Span<float> floors = stackalloc float[QueryGroup.Lanes];
        Span<float> ceilings = stackalloc float[QueryGroup.Lanes];
        floors.Fill(float.PositiveInfinity);
        ceilings.Fill(float.NaN);
        var results = _results[group];
        var again = false;
        for (var query = 0; query < results.Length; query++)
        {
            var floor = _floors[group][query];
            if (floor > float.NegativeInfinity && results[query].Count < results[query].K)
            {
                (floors[query], ceilings[query]) = (float.NegativeInfinity, floor);
                again = true;
            }
        }

        if (again)
        {
            _scan.Scan(group, floors[..results.Length], ceilings[..results.Length], first, end, _scan.RowsAtOnce);
        }
    }
}
