namespace Orleans.Reco.Learning;

/// <summary>Keeps the first of interactions that are alike in user, item, type, value, time and session.</summary>
public sealed record DeduplicateStep : PreparationStep
{
    internal const string StepName = "deduplicate";

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override string Run(PreparationContext context)
    {
        context.Replace("SELECT min(row_id) AS row_id, \"user\", item, type, value, ts, session FROM events GROUP BY ALL");
        return "same user, item, type, value, time and session";
    }
}
