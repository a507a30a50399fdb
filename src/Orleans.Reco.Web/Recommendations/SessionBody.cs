using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>An anonymous visit.</summary>
internal sealed record SessionBody
{
    [Required]
    [Description("What was looked at, oldest first; at most 200.")]
    public SessionEventBody?[]? Events { get; init; }

    [Description("How many items, 1 to 200. Default: 20.")]
    public int? Count { get; init; }

    [Description("Items that must not come; at most 1000.")]
    public string?[]? Exclude { get; init; }

    [Description("Only items of this category.")]
    public string? Category { get; init; }

    [Description("Give a reason with each item.")]
    public bool? Explain { get; init; }

    /// <summary>The request.</summary>
    /// <exception cref="RequestProblemException">A field is missing or not allowed.</exception>
    public SessionRecommendRequest ToRequest()
    {
        var errors = new List<FieldError>();
        if (Events is null || Events.Length > SessionRecommendRequest.MaxEvents)
        {
            errors.Add(new FieldError("events", $"is required and must hold 0 to {SessionRecommendRequest.MaxEvents} events"));
        }

        for (var i = 0; i < Events?.Length && errors.Count == 0; i++)
        {
            if (RecoKey.IdError(Events[i]?.ItemId) is { } idError)
            {
                errors.Add(new FieldError($"events[{i}].itemId", Events[i]?.ItemId is null ? "is required" : idError));
            }
        }

        if (Count is < 1 or > RecommendRequest.MaxCount)
        {
            errors.Add(new FieldError("count", $"must be a whole number, 1 to {RecommendRequest.MaxCount}"));
        }

        if (Exclude?.Length > RecommendRequest.MaxExclude)
        {
            errors.Add(new FieldError("exclude", $"must hold at most {RecommendRequest.MaxExclude} ids"));
        }

        Fields.NoNulls(errors, "exclude", Exclude);
        return errors.Count > 0 ? throw RequestProblemException.Invalid(errors) : new SessionRecommendRequest
        {
            Events = Array.ConvertAll(Events!, e => new SessionEvent(e!.ItemId!, e.Type ?? "view")),
            Count = Count ?? 20,
            Exclude = Fields.Texts(Exclude),
            Category = Category,
            Explain = Explain ?? false,
        };
    }
}

/// <summary>One step of an anonymous visit.</summary>
internal sealed record SessionEventBody
{
    [Required]
    [Description("The item.")]
    public string? ItemId { get; init; }

    [Description("The interaction type. Default: view.")]
    public string? Type { get; init; }
}
