namespace Orleans.Reco.Core;

/// <summary>Scores every row, sixteen queries at a time.</summary>
/// <param name="packed">Queries, shape <c>[groups, dimension, lanes]</c>.</param>
/// <param name="items">The vectors to search.</param>
/// <param name="filters">A filter for each query.</param>
/// <param name="results">A result for each query.</param>
internal readonly ref struct FloatScan(
    ReadOnlySpan<float> packed, ItemVectors items, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results) : IRowScan
{
    private const int BlockBytes = 128 * 1024;

    private readonly ReadOnlySpan<float> _packed = packed;
    private readonly ReadOnlySpan<CandidateFilter> _filters = filters;
    private readonly ReadOnlySpan<TopK> _results = results;

    public int RowsAtOnce => QueryGroup.RowsAtOnce;

    public int BlockRows => Math.Max(QueryGroup.RowsAtOnce, BlockBytes / (sizeof(float) * items.Dimension));

    public void Scan(Range queries, scoped ReadOnlySpan<float> floors, scoped ReadOnlySpan<float> ceilings, int from, int to, int stride)
    {
        var values = _packed.Slice(queries.Start.Value * items.Dimension, QueryGroup.Lanes * items.Dimension);
        new QueryGroup(values, _filters[queries], _results[queries], floors, ceilings).Scan(items, from, to, stride);
    }

    public void Sample(Range queries, scoped ReadOnlySpan<float> floors, int from, int to, int stride) =>
        Scan(queries, floors, default, from, to, stride);
}
