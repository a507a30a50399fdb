namespace Orleans.Reco.Learning;

/// <summary>
/// Drops busy users who act like clockwork or turn to hardly anything: the Shannon entropy of the times between their interactions, in
/// bins of doubling length, or of their items is too low.
/// </summary>
public sealed record RobotEntropyStep : PreparationStep
{
    internal const string StepName = "robots-by-entropy";

    /// <summary>Users with fewer interactions at different times are not judged. Default: 100. Allowed: 10 or more.</summary>
    public int MinEvents { get; init; } = 100;

    /// <summary>Lower entropy of the times between interactions is a robot, bits. Default: 0.5. Allowed: 0 (none is) to 10.</summary>
    public double MinGapEntropy { get; init; } = 0.5;

    /// <summary>Lower entropy of the items is a robot, bits. Default: 0.1. Allowed: 0 (none is) to 20.</summary>
    public double MinItemEntropy { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        Require("minEvents", MinEvents, 10, int.MaxValue);
        Require("minGapEntropy", MinGapEntropy, 0, 10);
        Require("minItemEntropy", MinItemEntropy, 0, 20);
    }

    internal override string Run(PreparationContext context)
    {
        // Lines of one basket share a time; only what lies between different times tells of a person or a clock.
        context.Replace(FormattableString.Invariant($"""
            SELECT * FROM events WHERE "user" NOT IN (
              SELECT "user" FROM (
                SELECT "user", item, epoch_ms(ts) - lag(epoch_ms(ts)) OVER (PARTITION BY "user" ORDER BY ts, row_id) AS gap
                FROM events WHERE "user" IN (SELECT "user" FROM events GROUP BY "user" HAVING count(*) > {MinEvents}))
              GROUP BY "user"
              HAVING count(*) FILTER (gap > 0) >= {MinEvents}
                AND (entropy(floor(log2(greatest(gap, 1)))) FILTER (gap > 0) < {MinGapEntropy} OR entropy(item) < {MinItemEntropy}))
            """));
        return FormattableString.Invariant(
            $"users of {MinEvents} or more times with an entropy of gaps below {MinGapEntropy} bits or of items below {MinItemEntropy} bits");
    }
}
