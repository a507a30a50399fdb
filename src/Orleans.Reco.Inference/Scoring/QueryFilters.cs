using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Makes the filter of a query.</summary>
internal static class QueryFilters
{
    private static readonly OrdinalSet Nothing = new([]);

    public static CandidateFilter Create(TenantSnapshot snapshot, ScoreQuery query, uint now)
    {
        // A category without available items has no set, and must let nothing through.
        var category = query.Category is { } name ? snapshot.Rankings.Members(name) ?? Nothing : null;
        return new CandidateFilter(snapshot.Catalog, now, Ascending(query.Excluded), category);
    }

    /// <summary>
    /// True if the item has the category asked for in the view itself: the sets of the rankings may be older than the view.
    /// </summary>
    public static bool HasCategory(TenantSnapshot snapshot, ScoreQuery query, int ordinal) =>
        query.Category is not { } category || snapshot.Catalog[ordinal]?.IsIn(category) == true;

    // The filter searches by halving: an unsorted list would let excluded items through, so it is sorted rather than trusted.
    private static ReadOnlyMemory<int> Ascending(Packed<int> excluded)
    {
        var span = excluded.Span;
        for (var i = 1; i < span.Length; i++)
        {
            if (span[i - 1] > span[i])
            {
                var sorted = span.ToArray();
                Array.Sort(sorted);
                return sorted;
            }
        }

        return excluded.Memory;
    }
}
