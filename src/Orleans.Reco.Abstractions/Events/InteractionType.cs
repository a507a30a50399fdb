namespace Orleans.Reco;

/// <summary>The kinds of interaction that every installation knows. Configuration may add more, with codes from 32.</summary>
/// <remarks>Codes are stored and logged: they are never renumbered.</remarks>
public enum InteractionType : byte
{
    /// <summary>Not an interaction.</summary>
    None = 0,

    /// <summary>The item's page was opened.</summary>
    View = 1,

    /// <summary>The item was clicked in a list.</summary>
    Click = 2,

    /// <summary>The item was put into the cart.</summary>
    Cart = 3,

    /// <summary>The item was bought; value = price paid.</summary>
    Purchase = 4,

    /// <summary>The item was rated; value = rating.</summary>
    Rating = 5,

    /// <summary>The user likes the item.</summary>
    Like = 6,

    /// <summary>The user dislikes the item.</summary>
    Dislike = 7,

    /// <summary>The item was shared.</summary>
    Share = 8,

    /// <summary>The item was reviewed.</summary>
    Review = 9,

    /// <summary>A search; the query stands in the context, an item is optional.</summary>
    Search = 10,

    /// <summary>The item was seen in a list.</summary>
    Impression = 11,
}
