namespace Orleans.Reco.Core;

/// <summary>Says what is wrong with a request.</summary>
public static class RequestValidator
{
    /// <summary>Longest placement, in characters.</summary>
    public const int MaxPlacement = 64;

    /// <summary>The first field that is not allowed, or null.</summary>
    public static FieldError? Validate(RecommendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Count(request.Count)
            ?? FieldRules.Text(request.Placement, 1, MaxPlacement).ToError("placement")
            ?? Ids(request.Exclude, "exclude", 0, RecommendRequest.MaxExclude)
            ?? Category(request.Category)
            ?? MinSequence(request.MinSequence);
    }

    /// <summary>The first field that is not allowed, or null.</summary>
    public static FieldError? Validate(RankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Ids(request.ItemIds, "itemIds", 1, RankRequest.MaxItems) ?? MinSequence(request.MinSequence);
    }

    /// <summary>The first field that is not allowed, or null.</summary>
    public static FieldError? Validate(SessionRecommendRequest request, InteractionTypes types)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(types);
        return Count(request.Count)
            ?? Events(request.Events, types)
            ?? Ids(request.Exclude, "exclude", 0, RecommendRequest.MaxExclude)
            ?? Category(request.Category);
    }

    private static FieldError? Count(int count) =>
        count is >= 1 and <= RecommendRequest.MaxCount ? null : new FieldError("count", $"must be in 1 to {RecommendRequest.MaxCount}");

    private static FieldError? MinSequence(long minSequence) =>
        minSequence >= 0 ? null : new FieldError("minSequence", "must not be negative");

    private static FieldError? Category(string? category) =>
        category is null ? null : FieldRules.Text(category, 1, CatalogItemValidator.MaxLabel).ToError("category");

    private static FieldError? Ids(string[]? ids, string field, int min, int max)
    {
        if (ids is null || ids.Length < min || ids.Length > max)
        {
            return new FieldError(field, $"must have {min} to {max:N0} entries");
        }

        for (var i = 0; i < ids.Length; i++)
        {
            if (RecoKey.IdError(ids[i]) is { } error)
            {
                return new FieldError($"{field}[{i}]", error);
            }
        }

        return null;
    }

    private static FieldError? Events(SessionEvent[]? events, InteractionTypes types)
    {
        if (events is null || events.Length > SessionRecommendRequest.MaxEvents)
        {
            return new FieldError("events", $"must have at most {SessionRecommendRequest.MaxEvents} entries");
        }

        for (var i = 0; i < events.Length; i++)
        {
            if (RecoKey.IdError(events[i]?.ItemId) is { } error)
            {
                return new FieldError($"events[{i}].itemId", error);
            }

            if (!types.TryGet(events[i].Type, out _))
            {
                return new FieldError($"events[{i}].type", $"must be one of {string.Join(", ", types.Names)}");
            }
        }

        return null;
    }
}
