namespace Orleans.Reco.Core;

/// <summary>The lists that need no user, of all items and of each category, from a view at one moment.</summary>
public sealed class CatalogRankings
{
    /// <summary>Items kept in trending and new lists by default.</summary>
    public const int DefaultDepth = 200;

    private readonly RankedLists _popular;
    private readonly RankedLists _trending;
    private readonly RankedLists _new;
    private readonly CategoryTable _categories;

    private CatalogRankings(uint time, CategoryTable categories, RankedLists popular, RankedLists trending, RankedLists @new)
    {
        (Time, _categories, _popular, _trending, _new) = (time, categories, popular, trending, @new);
        Categories = categories.MainBySize();
    }

    /// <summary>When the lists held, seconds since 1970-01-01 UTC.</summary>
    public uint Time { get; }

    /// <summary>All main categories of available items, the largest first.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Makes the lists. Only items that are available at the time are in them.</summary>
    /// <param name="view">The catalog.</param>
    /// <param name="now">The time, seconds since 1970-01-01 UTC.</param>
    /// <param name="options">Half-lives.</param>
    /// <param name="depth">Most items of a trending or new list; popular lists are complete.</param>
    public static CatalogRankings Compute(CatalogView view, uint now, SignalOptions options, int depth = DefaultDepth)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        var categories = CategoryTable.Of(view, now);
        var popularity = new float[categories.Count];
        var trend = new float[categories.Count];
        var published = new float[categories.Count];
        for (var i = 0; i < categories.Count; i++)
        {
            var row = categories.Row(i);
            popularity[i] = ItemTrend.Popularity(row.Signals, now, options);
            trend[i] = ItemTrend.Growth(row.Signals, now, options);
            // As an age, not as a date: a float holds seconds of half a year exactly, those since 1970 only to two minutes.
            published[i] = row.PublishedSeconds == 0 ? float.NegativeInfinity : -(float)(now - row.PublishedSeconds);
        }

        var popular = RankedLists.Of(categories, popularity, float.NegativeInfinity, int.MaxValue);
        var trending = RankedLists.Of(categories, trend, 0, depth);
        return new CatalogRankings(now, categories, popular, trending, RankedLists.Of(categories, published, float.NegativeInfinity, depth));
    }

    /// <summary>All items, or all of a category, the most popular first.</summary>
    public ReadOnlySpan<int> Popular(string? category = null) => _popular.Get(_categories, category);

    /// <summary>The items whose interactions grew most against their own past; only items that grew.</summary>
    public ReadOnlySpan<int> Trending(string? category = null) => _trending.Get(_categories, category);

    /// <summary>The newest items; only items with a time of publication.</summary>
    public ReadOnlySpan<int> New(string? category = null) => _new.Get(_categories, category);

    /// <summary>The items of a category as a set; null where no available item has the category.</summary>
    public OrdinalSet? Members(string category) => _categories.Members(category, _popular);
}
