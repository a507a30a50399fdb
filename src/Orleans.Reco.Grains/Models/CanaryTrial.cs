using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>A user's part in a canary, kept with the user so that each counts once.</summary>
/// <param name="CanaryId">The canary.</param>
/// <param name="IsCanary">True where it serves the user, false where the version in service does.</param>
/// <param name="Slot">The look of the first list.</param>
/// <param name="Outcome">The successes so far.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.CanaryTrial")]
internal sealed record CanaryTrial(
    [property: Id(0)] string CanaryId,
    [property: Id(1)] bool IsCanary,
    [property: Id(2)] uint Slot,
    [property: Id(3)] TrialOutcome Outcome)
{
    /// <summary>The trial that begins with a user's first list.</summary>
    /// <param name="canary">The canary.</param>
    /// <param name="userHash">The user.</param>
    /// <param name="response">The list.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="now">The time.</param>
    public static CanaryTrial Begin(CanaryDeployment canary, uint userHash, RecommendResponse response, TimeSpan took, DateTimeOffset now)
    {
        var isCanary = canary.Serves(userHash);
        var answered = !response.Degraded && response.ModelVersion == (isCanary ? canary.Version : canary.Control);
        return new CanaryTrial(
            canary.CanaryId,
            isCanary,
            canary.SlotOf(now),
            (answered ? TrialOutcome.Answered : 0)
            | (response.Items.Length > 0 ? TrialOutcome.Filled : 0)
            | (took <= canary.Fast ? TrialOutcome.Fast : 0));
    }

    /// <summary>The successes that an event adds, if it came from a list of the user's version and in time.</summary>
    public TrialOutcome Gain(CanaryDeployment canary, InteractionType type, string? recommendationId, DateTimeOffset now)
    {
        var gained = type switch
        {
            InteractionType.Purchase => TrialOutcome.Clicked | TrialOutcome.Bought,
            InteractionType.Click or InteractionType.View or InteractionType.Cart => TrialOutcome.Clicked,
            _ => TrialOutcome.None,
        };
        var counts = canary.CanaryId == CanaryId
            && canary.SlotOf(now - canary.Attribution) <= Slot
            && RecommendationIds.IsOf(recommendationId, IsCanary ? canary.Version : canary.Control);
        return counts ? gained & ~Outcome : TrialOutcome.None;
    }
}
