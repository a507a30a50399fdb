namespace Orleans.Reco.Learning;

/// <summary>Drops users with more interactions than people have.</summary>
public sealed record RobotRateStep : PreparationStep
{
    internal const string StepName = "robots-by-rate";

    /// <summary>More on one day, UTC, is a robot. 0 = no limit. Default: 2,000.</summary>
    public int MaxEventsPerDay { get; init; } = 2_000;

    /// <summary>More altogether is a robot. 0 = no limit. Default: 50,000.</summary>
    public int MaxEventsPerUser { get; init; } = 50_000;

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        Require("maxEventsPerDay", MaxEventsPerDay, 0, int.MaxValue);
        Require("maxEventsPerUser", MaxEventsPerUser, 0, int.MaxValue);
    }

    internal override string Run(PreparationContext context)
    {
        var perDay = MaxEventsPerDay > 0 ? $"max(events) > {MaxEventsPerDay}" : "false";
        var perUser = MaxEventsPerUser > 0 ? $"sum(events) > {MaxEventsPerUser}" : "false";
        context.Replace($"""
            SELECT * FROM events WHERE "user" NOT IN (
              SELECT "user" FROM (SELECT "user", CAST(ts AS DATE) AS day, count(*) AS events FROM events GROUP BY ALL)
              GROUP BY "user" HAVING {perDay} OR {perUser})
            """);
        return $"users above {MaxEventsPerDay} events a day or {MaxEventsPerUser} in all, 0 = no limit";
    }
}
