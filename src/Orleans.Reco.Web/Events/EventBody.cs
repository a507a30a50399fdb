using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>A batch of events.</summary>
internal sealed record EventsBody
{
    [Required]
    [Description("The events, at most 1000; those of one user are applied in this order.")]
    public EventBody[]? Events { get; init; }
}

/// <summary>An event as REST takes it.</summary>
internal sealed record EventBody
{
    [Description("Your name for the event, at most 128 characters; the same id is applied once. A UUIDv7 is given where it is missing.")]
    public string? EventId { get; init; }

    [Required]
    [Description("Who, 1 to 256 characters.")]
    public string? UserId { get; init; }

    [Description("What, 1 to 256 characters. Optional for searches only.")]
    public string? ItemId { get; init; }

    [Required]
    [Description("view, click, cart, purchase, rating, like, dislike, share, review, search, impression or a configured type.")]
    public string? Type { get; init; }

    [Description("Rating, price paid or dwell seconds.")]
    public double? Value { get; init; }

    [Description("ISO 8601; UTC where it has no offset, now where it is missing.")]
    public DateTimeOffset? Timestamp { get; init; }

    [Description("The visit.")]
    public string? SessionId { get; init; }

    [Description("The recommendation that led to it.")]
    public string? RecommendationId { get; init; }

    [Description("Anything else worth logging; at most 32 short entries.")]
    public Dictionary<string, string?>? Context { get; init; }
}
