namespace Orleans.Reco.Core;

/// <summary>What the rules know of a request and of its user. Whatever is left null switches the rules off that need it.</summary>
public sealed record ReRankingContext
{
    /// <summary>The catalog.</summary>
    public required CatalogView View { get; init; }

    /// <summary>The time, seconds since 1970-01-01 UTC.</summary>
    public required uint Now { get; init; }

    /// <summary>How many items the list shall have.</summary>
    public required int Count { get; init; }

    /// <summary>Ordinals that must not come, ascending.</summary>
    public Packed<int> Excluded { get; init; }

    /// <summary>Only items of this category; null = all.</summary>
    public string? Category { get; init; }

    /// <summary>What the user was served lately; null = nothing.</summary>
    public ExposureRing? Exposures { get; init; }

    /// <summary>What the user did; an interaction with an item ends the count of its exposures.</summary>
    public BehaviourHistory? History { get; init; }

    /// <summary>Item vectors for diversity. An item without a vector is compared by its categories.</summary>
    public ItemVectors? Vectors { get; init; }

    /// <summary>
    /// False leaves diversity out, the dearest of the rules: for degraded lists, most of which are made when the machine has no time. Default:
    /// true.
    /// </summary>
    public bool Diverse { get; init; } = true;

    /// <summary>Where new and trending items, and popular ones to fill a short list, come from; null = nowhere.</summary>
    public CatalogRankings? Rankings { get; init; }

    /// <summary>Decides by chance where it must decide; the same seed gives the same list.</summary>
    public int Seed { get; init; }

    /// <summary>True if the item may be in the list.</summary>
    public bool Allows(int ordinal) =>
        View.IsAvailable(ordinal, Now)
        && Excluded.Span.BinarySearch(ordinal) < 0
        && (Category is null || View[ordinal]!.IsIn(Category));
}
