namespace Orleans.Reco.Core;

/// <summary>Says in words why an item is recommended.</summary>
public static class Reasons
{
    /// <summary>The reasons, the most telling first; empty for an item that the catalog does not have.</summary>
    /// <param name="candidate">The item and what found it.</param>
    /// <param name="view">The catalog.</param>
    /// <param name="history">The user's history, to say what they did with the item that led here; null = not said.</param>
    public static string[] For(ScoredCandidate candidate, CatalogView view, BehaviourHistory? history = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view[candidate.Ordinal] is not { Deleted: false } row)
        {
            return [];
        }

        var source = candidate.Source switch
        {
            CandidateSource.Trending => "Trending now",
            CandidateSource.Popular => "Popular now",
            CandidateSource.New => row.Category is { } category ? $"New in {category}" : "New",
            CandidateSource.Similar => null,
            _ => row.Category is { } category ? $"Matches your taste in {category}" : "Matches your taste",
        };
        var because = view[candidate.Because] is { Deleted: false } other
            ? $"Because you {Verb(Strongest(candidate.Because, history))} {other.Title}"
            : null;
        return because is null && source is null
            ? ["Similar to what you looked at"]
            : [.. new[] { because, source }.OfType<string>()];
    }

    private static InteractionType Strongest(int ordinal, BehaviourHistory? history)
    {
        var strongest = InteractionType.None;
        for (var i = 0; i < (history?.Count ?? 0); i++)
        {
            if (history![i].Ordinal == ordinal && Strength(history[i].Type) > Strength(strongest))
            {
                strongest = history[i].Type;
            }
        }

        return strongest;
    }

    private static int Strength(InteractionType type) => type switch
    {
        InteractionType.Purchase => 6,
        InteractionType.Cart => 5,
        InteractionType.Like => 4,
        InteractionType.Review => 3,
        InteractionType.Rating => 2,
        InteractionType.Share => 1,
        _ => 0,
    };

    private static string Verb(InteractionType type) => type switch
    {
        InteractionType.Purchase => "bought",
        InteractionType.Cart => "put in your cart",
        InteractionType.Like => "liked",
        InteractionType.Review => "reviewed",
        InteractionType.Rating => "rated",
        InteractionType.Share => "shared",
        _ => "looked at",
    };
}
