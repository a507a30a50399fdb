using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Web;

/// <summary>A wish to rank items.</summary>
internal sealed record RankBody
{
    [Required]
    [Description("For whom.")]
    public string? UserId { get; init; }

    [Required]
    [Description("What to rank, at most 1000; unknown and unavailable items are left out of the answer.")]
    public string?[]? ItemIds { get; init; }

    [Description("The answer must reflect at least this many events of the user.")]
    public long? MinSequence { get; init; }

    [Description("Give a reason with each item.")]
    public bool? Explain { get; init; }

    /// <summary>The request.</summary>
    /// <exception cref="RequestProblemException">A field is missing or not allowed.</exception>
    public RankRequest ToRequest()
    {
        var errors = new List<FieldError>();
        if (RecoKey.IdError(UserId) is { } userError)
        {
            errors.Add(new FieldError("userId", UserId is null ? "is required" : userError));
        }

        if (ItemIds is null || ItemIds.Length is 0 or > RankRequest.MaxItems)
        {
            errors.Add(new FieldError("itemIds", $"is required and must hold 1 to {RankRequest.MaxItems} ids"));
        }

        if (MinSequence < 0)
        {
            errors.Add(new FieldError("minSequence", "must be a whole number, at least 0"));
        }

        Fields.NoNulls(errors, "itemIds", ItemIds);
        return errors.Count > 0
            ? throw RequestProblemException.Invalid(errors)
            : new RankRequest { ItemIds = ItemIds!, MinSequence = MinSequence ?? 0, Explain = Explain ?? false };
    }
}
