using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Orleans.Reco.Web;

/// <summary>What became of a batch.</summary>
/// <param name="Results">A result for each event, in order.</param>
internal sealed record EventsResponse([property: Description("A result for each event, in order.")] EventResult[] Results);

/// <summary>What became of an event.</summary>
internal sealed record EventResult(
    [property: Description("The event's id, given or generated; null where it could not be read.")] string? EventId,
    [property: Description("accepted, duplicate or rejected.")] string Status,
    [property: Description("Send this as minSequence to get recommendations that reflect the event.")] long Sequence,
    [property: Description("Why it was rejected.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FieldError? Error)
{
    public static EventResult Of(TrackResult result) =>
        new(result.EventId, result.Status.ToString().ToLowerInvariant(), result.Sequence, result.Error);

    public static EventResult Rejected(string? eventId, FieldError error) => new(eventId, "rejected", 0, error);
}
