namespace Orleans.Reco.Core;

/// <summary>Says what is wrong with an event, before it is applied.</summary>
public static class InteractionValidator
{
    /// <summary>Longest event, session and recommendation id, in characters.</summary>
    public const int MaxIdLength = 128;

    /// <summary>Largest value, either sign.</summary>
    public const double MaxValue = 1e9;

    /// <summary>Most entries of the context.</summary>
    public const int MaxContext = 32;

    /// <summary>Longest name in the context, in characters.</summary>
    public const int MaxContextKey = 64;

    /// <summary>Longest value in the context, in characters.</summary>
    public const int MaxContextValue = 256;

    private static readonly DateTimeOffset EarliestTimestamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first field that is not allowed, or null.</summary>
    /// <param name="interaction">The event.</param>
    /// <param name="types">The types that are known.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="maxFutureSkew">How far in the future the timestamp may lie; 5 minutes by default configuration.</param>
    public static FieldError? Validate(Interaction interaction, InteractionTypes types, DateTimeOffset now, TimeSpan maxFutureSkew)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        ArgumentNullException.ThrowIfNull(types);
        if (OptionalId(interaction.EventId, "eventId") is { } eventIdError)
        {
            return eventIdError;
        }

        if (RecoKey.IdError(interaction.UserId).ToError("userId") is { } userIdError)
        {
            return userIdError;
        }

        if (!types.TryGet(interaction.Type, out var type))
        {
            return new FieldError("type", $"must be one of {string.Join(", ", types.Names)}");
        }

        return Item(interaction, type)
            ?? Value(interaction.Value, type, types)
            ?? Timestamp(interaction.Timestamp, now, maxFutureSkew)
            ?? OptionalId(interaction.SessionId, "sessionId")
            ?? OptionalId(interaction.RecommendationId, "recommendationId")
            ?? FieldRules.Map(interaction.Context, "context", MaxContext, MaxContextKey, MaxContextValue);
    }

    private static FieldError? OptionalId(string? id, string field) =>
        id is null ? null : FieldRules.Text(id, 1, MaxIdLength).ToError(field);

    private static FieldError? Item(Interaction interaction, InteractionTypeInfo type) =>
        interaction.ItemId is null && type.ItemOptional ? null : RecoKey.IdError(interaction.ItemId).ToError("itemId");

    private static FieldError? Value(double? value, InteractionTypeInfo type, InteractionTypes types)
    {
        if (type.Code == InteractionType.Rating && !(value >= types.RatingMin && value <= types.RatingMax))
        {
            return new FieldError("value", $"of a rating must be in {types.RatingMin} to {types.RatingMax}");
        }

        return value is { } given && !(Math.Abs(given) <= MaxValue)
            ? new FieldError("value", $"must be a finite number in -{MaxValue:N0} to {MaxValue:N0}")
            : null;
    }

    private static FieldError? Timestamp(DateTimeOffset? timestamp, DateTimeOffset now, TimeSpan maxFutureSkew) =>
        timestamp < EarliestTimestamp ? new FieldError("timestamp", "must not be before 2000-01-01")
        : timestamp - now > maxFutureSkew
            ? new FieldError("timestamp", $"must not be more than {maxFutureSkew.TotalSeconds:N0} seconds in the future")
        : null;
}
