namespace Orleans.Reco.Core;

/// <summary>What a query lets through: available items that are not excluded and are of the category asked for.</summary>
public sealed class CandidateFilter
{
    private readonly CatalogView? _view;
    private readonly uint _now;
    private readonly ReadOnlyMemory<int> _excluded;
    private readonly OrdinalSet? _category;

    /// <summary>Makes the filter of a query.</summary>
    /// <param name="view">Tells what is available; null lets every item through, which only an offline evaluation may want.</param>
    /// <param name="now">The time for which availability is asked, seconds since 1970-01-01 UTC.</param>
    /// <param name="excluded">Ordinals that must not come, ascending.</param>
    /// <param name="category">Only these items; null = all. See <see cref="CatalogRankings.Members"/>.</param>
    public CandidateFilter(CatalogView? view, uint now, ReadOnlyMemory<int> excluded, OrdinalSet? category = null)
    {
        (_view, _now, _excluded, _category) = (view, now, excluded, category);
    }

    /// <summary>Lets every item through.</summary>
    public static CandidateFilter None { get; } = new(null, 0, default);

    /// <summary>True if the item may be a candidate.</summary>
    public bool Allows(int ordinal) =>
        ordinal >= 0
        && (_category is null || _category.Contains(ordinal))
        && (_view is null || _view.IsAvailable(ordinal, _now))
        && _excluded.Span.BinarySearch(ordinal) < 0;
}
