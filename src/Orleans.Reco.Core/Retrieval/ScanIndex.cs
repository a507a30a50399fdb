namespace Orleans.Reco.Core;

/// <summary>The index that looks at all items: <see cref="ExactIndex"/>.</summary>
public sealed class ScanIndex(ItemVectors items) : IItemIndex
{
    /// <inheritdoc/>
    public void Search(ReadOnlySpan<float> queries, int batch, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results) =>
        ExactIndex.Search(queries, batch, items, filters, results);
}
