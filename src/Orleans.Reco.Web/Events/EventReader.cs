using System.Text.Json;

namespace Orleans.Reco.Web;

/// <summary>Reads one event of a batch, so that a bad one is rejected alone.</summary>
internal static class EventReader
{
    /// <summary>The event, or null and why it cannot be one.</summary>
    public static Interaction? TryRead(JsonElement element, out EventResult? rejected)
    {
        rejected = null;
        var body = Fields.TryRead<EventBody>(element, out var error);
        if (body is null)
        {
            rejected = EventResult.Rejected(IdOf(element), error!.Field.Length > 0 ? error : error with { Field = "event" });
            return null;
        }

        error = FirstError(body);
        if (error is not null)
        {
            rejected = EventResult.Rejected(RecoKey.IdError(body.EventId) is null ? body.EventId : null, error);
            return null;
        }

        return new Interaction
        {
            EventId = body.EventId,
            UserId = body.UserId!,
            ItemId = body.ItemId,
            Type = body.Type!,
            Value = body.Value,
            Timestamp = body.Timestamp,
            SessionId = body.SessionId,
            RecommendationId = body.RecommendationId,
            Context = body.Context!,
        };
    }

    /// <summary>What the record cannot hold or the router must know; everything else is the user grain's to judge.</summary>
    private static FieldError? FirstError(EventBody body)
    {
        if (body.EventId is not null && RecoKey.IdError(body.EventId) is { } idError)
        {
            return new FieldError("eventId", idError);
        }

        if (body.UserId is null)
        {
            return new FieldError("userId", "is required");
        }

        if (RecoKey.IdError(body.UserId) is { } userError)
        {
            return new FieldError("userId", userError);
        }

        if (body.Type is null)
        {
            return new FieldError("type", "is required");
        }

        if (body.Value is { } value && !double.IsFinite(value))
        {
            return new FieldError("value", "must be a finite number");
        }

        var errors = new List<FieldError>();
        Fields.NoNulls(errors, "context", body.Context);
        return errors.FirstOrDefault();
    }

    private static string? IdOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !Fields.TryGet(element, "eventId", out var id) || id.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return RecoKey.IdError(id.GetString()) is null ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Not well-formed Unicode.
            return null;
        }
    }
}
