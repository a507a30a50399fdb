namespace Orleans.Reco;

/// <summary>What became of one event of a batch.</summary>
/// <param name="EventId">The event's id, given or generated.</param>
/// <param name="Status">Accepted, duplicate or rejected.</param>
/// <param name="Sequence">
/// The user's sequence number after this event: a recommendation with at least this <c>minSequence</c> reflects it.
/// For a duplicate the user's current number, for a rejected event 0.
/// </param>
/// <param name="Error">Why it was rejected; null otherwise.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.TrackResult")]
public sealed record TrackResult(
    [property: Id(0)] string EventId,
    [property: Id(1)] TrackStatus Status,
    [property: Id(2)] long Sequence,
    [property: Id(3)] FieldError? Error = null)
{
    /// <summary>A rejection that names the field.</summary>
    public static TrackResult Rejected(string eventId, string field, string message) =>
        new(eventId, TrackStatus.Rejected, 0, new FieldError(field, message));
}

/// <summary>The outcome of an event.</summary>
public enum TrackStatus
{
    /// <summary>Stored and applied; it survives a crash from now on.</summary>
    Accepted = 0,

    /// <summary>An event with this id was accepted before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>Not valid; nothing changed.</summary>
    Rejected = 2,
}
