namespace Orleans.Reco.Core;

/// <summary>Offers the rows of a range to the results of some queries of a batch.</summary>
internal interface IRowScan
{
    /// <summary>Rows that are looked at together.</summary>
    int RowsAtOnce { get; }

    /// <summary>Rows that every query of a batch goes over while they are in the second-level cache.</summary>
    int BlockRows { get; }

    /// <summary>Offers rows, as many at a time as are looked at together, in steps of <paramref name="stride"/> rows.</summary>
    /// <param name="queries">Which queries of the batch; at most <see cref="QueryGroup.Lanes"/>, from a multiple of it on.</param>
    /// <param name="floors">One for each of them: a score below is not offered.</param>
    /// <param name="ceilings">As many: a score at or above is not offered, unless it is not a number; empty for none.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row to end before.</param>
    /// <param name="stride">Rows from the beginning of one step to the next.</param>
    void Scan(Range queries, scoped ReadOnlySpan<float> floors, scoped ReadOnlySpan<float> ceilings, int from, int to, int stride);

    /// <summary>The same with scores that need not be exact, for where the best of some rows tell about where those of all rows lie.</summary>
    /// <param name="queries">Which queries of the batch; at most <see cref="QueryGroup.Lanes"/>, from a multiple of it on.</param>
    /// <param name="floors">One for each of them: plus infinity for a query that is left out.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row to end before.</param>
    /// <param name="stride">Rows from the beginning of one step to the next.</param>
    void Sample(Range queries, scoped ReadOnlySpan<float> floors, int from, int to, int stride);
}
