namespace Orleans.Reco.Learning;

/// <summary>Names sessions: a user's interactions with no longer pause between two of them than the gap.</summary>
public sealed record SessionsStep : PreparationStep
{
    internal const string StepName = "sessions";

    /// <summary>A longer pause begins a new session, minutes. Default: 30. Allowed: 1 to 10,080.</summary>
    public int GapMinutes { get; init; } = 30;

    /// <summary>True to replace the sessions that the data has. Default: false.</summary>
    public bool Replace { get; init; }

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate() => Require("gapMinutes", GapMinutes, 1, 10_080);

    internal override string Run(PreparationContext context)
    {
        var named = "\"user\" || '#' || CAST(sum(begins) OVER (PARTITION BY \"user\" ORDER BY ts, row_id ROWS UNBOUNDED PRECEDING) AS BIGINT)";
        context.Replace($"""
            SELECT row_id, "user", item, type, value, ts, {(Replace ? named : $"coalesce(session, {named})")} AS session
            FROM (
              SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY "user" ORDER BY ts, row_id) <= INTERVAL {GapMinutes} MINUTES THEN 0 ELSE 1 END AS begins
              FROM events)
            """);
        var sessions = context.Db.Count("SELECT count(*) FROM (SELECT DISTINCT \"user\", session FROM events)");
        return $"{sessions} sessions; a pause of more than {GapMinutes} minutes begins one{(Replace ? "" : ", where the data has none")}";
    }
}
