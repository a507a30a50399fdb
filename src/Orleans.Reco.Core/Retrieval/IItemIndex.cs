namespace Orleans.Reco.Core;

/// <summary>Finds the items with the highest dot products with queries. Safe for concurrent use.</summary>
public interface IItemIndex
{
    /// <summary>Offers to each result items that its filter lets through: never fewer than a search of all of them would leave in it.</summary>
    /// <remarks>The score of an item for a query does not depend on the index, the rest of the batch or the machine's vector width.</remarks>
    /// <param name="queries">Query vectors, shape <c>[batch, dimension]</c>.</param>
    /// <param name="batch">The number of queries.</param>
    /// <param name="filters">A filter for each query.</param>
    /// <param name="results">A result for each query, no two the same, all empty.</param>
    /// <exception cref="ArgumentException">A span does not have the shape.</exception>
    void Search(ReadOnlySpan<float> queries, int batch, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results);
}
