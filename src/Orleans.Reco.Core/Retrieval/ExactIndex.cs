using System.Buffers;

namespace Orleans.Reco.Core;

/// <summary>
/// Finds the items with the highest dot products with a query by looking at all of them: exact, without an index to build or to keep
/// in step with the catalog, and at the speed of memory when a batch of queries shares the reading.
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
    /// <exception cref="ArgumentException">A span does not have the shape.</exception>
    public static void Search(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        if (queries.Length != (long)batch * items.Dimension || filters.Length != batch || results.Length != batch)
        {
            throw new ArgumentException(
                $"A batch of {batch} needs {batch} x {items.Dimension} query values, {batch} filters and {batch} results; "
                + $"there are {queries.Length}, {filters.Length} and {results.Length}.",
                nameof(batch));
        }

        var groups = (batch + QueryGroup.Lanes - 1) / QueryGroup.Lanes;
        var packedLength = groups * QueryGroup.Lanes * items.Dimension;
        var packed = ArrayPool<float>.Shared.Rent(packedLength);
        var floors = ArrayPool<float>.Shared.Rent(batch);
        try
        {
            Pack(queries, items.Dimension, packed.AsSpan(0, packedLength));
            var search = new BatchSearch(packed.AsSpan(0, packedLength), items, filters, results, floors.AsSpan(0, batch));
            search.Run();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(packed);
            ArrayPool<float>.Shared.Return(floors);
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
