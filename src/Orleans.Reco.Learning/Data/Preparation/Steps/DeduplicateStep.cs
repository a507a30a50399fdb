namespace Orleans.Reco.Learning;

/// <summary>Keeps the first of interactions that are alike in user, item, type, value, time and session.</summary>
public sealed record DeduplicateStep : PreparationStep
{
    internal const string StepName = "deduplicate";

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override string Run(PreparationContext context)
    {
        context.Replace($"SELECT * FROM events WHERE row_id NOT IN ({ImportSql.Repeated("events", "\"user\", item, type, value, ts, session")})");
        return "same user, item, type, value, time and session";
    }
}
