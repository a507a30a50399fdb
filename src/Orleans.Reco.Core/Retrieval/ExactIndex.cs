using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>Finds the items with the highest dot products with a query by looking at all of them.</summary>
public static class ExactIndex
{
    /// <summary>
    /// Offers to each result the items that its filter lets through. Results are not cleared, so that several sets of vectors, such
    /// as a bundle's and those of items that came later, are searched one after the other.
    /// </summary>
    /// <param name="queries">Query vectors, shape <c>[batch, items.Dimension]</c>.</param>
    /// <param name="batch">The number of queries.</param>
    /// <param name="items">The vectors to search.</param>
    /// <param name="filters">A filter for each query.</param>
    /// <param name="results">A result for each query.</param>
    /// <exception cref="ArgumentException">A span does not have the shape.</exception>
    public static void Search(
        ReadOnlySpan<float> queries,
        int batch,
        ItemVectors items,
        ReadOnlySpan<CandidateFilter> filters,
        ReadOnlySpan<TopK> results)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (queries.Length != batch * items.Dimension || filters.Length != batch || results.Length != batch)
        {
            throw new ArgumentException(
                $"A batch of {batch} needs {batch} x {items.Dimension} query values, {batch} filters and {batch} results; "
                + $"there are {queries.Length}, {filters.Length} and {results.Length}.",
                nameof(batch));
        }

        for (var row = 0; row < items.Count; row++)
        {
            for (var query = 0; query < batch; query++)
            {
                var score = TensorPrimitives.Dot(queries.Slice(query * items.Dimension, items.Dimension), items.Row(row));
                if (score >= results[query].Threshold && filters[query].Allows(items.Rows.Ordinals[row]))
                {
                    results[query].Offer(score, items.Rows.Ordinals[row]);
                }
            }
        }
    }
}
