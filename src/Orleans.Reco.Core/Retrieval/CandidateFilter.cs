namespace Orleans.Reco.Core;

/// <summary>What a query lets through: available items that are not excluded and are of the category asked for.</summary>
public sealed class CandidateFilter
{
    /// <summary>Makes the filter of a query.</summary>
    /// <param name="view">Tells what is available; null lets every item through, which only an offline evaluation may want.</param>
    /// <param name="now">The time for which availability is asked, seconds since 1970-01-01 UTC.</param>
    /// <param name="excluded">Ordinals that must not come, ascending.</param>
    /// <param name="category">Only these items; null = all. See <see cref="CatalogRankings.Members"/>.</param>
    public CandidateFilter(CatalogView? view, uint now, ReadOnlyMemory<int> excluded, OrdinalSet? category = null)
    {
        (View, Now, Excluded, Category) = (view, now, excluded, category);
    }

    /// <summary>Lets every item through.</summary>
    public static CandidateFilter None { get; } = new(null, 0, default);

    /// <summary>Tells what is available; null where everything is.</summary>
    public CatalogView? View { get; }

    /// <summary>The time for which availability is asked, seconds since 1970-01-01 UTC.</summary>
    public uint Now { get; }

    /// <summary>Ordinals that must not come, ascending.</summary>
    public ReadOnlyMemory<int> Excluded { get; }

    /// <summary>Only these items; null = all.</summary>
    public OrdinalSet? Category { get; }

    /// <summary>True if the item may be a candidate.</summary>
    public bool Allows(int ordinal) =>
        ordinal >= 0
        && (Category is null || Category.Contains(ordinal))
        && (View is null || View.IsAvailable(ordinal, Now))
        && Excluded.Span.BinarySearch(ordinal) < 0;
}
