using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>Writes the parts of a split as files of their own, <c>splits/train|validation|test.parquet</c>; the dataset stays whole.</summary>
/// <remarks>The same cut as <see cref="SplitConfiguration.Create"/>, before cases are chosen from it.</remarks>
public sealed record SplitStep : PreparationStep
{
    internal const string StepName = "split";

    /// <summary>The split, as <see cref="SplitConfiguration.Parse"/> reads it. Default: temporal.</summary>
    public string Protocol { get; init; } = SplitConfiguration.TemporalName;

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate() => _ = SplitConfiguration.Parse(Protocol);

    internal override string Run(PreparationContext context)
    {
        var configuration = SplitConfiguration.Parse(Protocol);
        if (configuration is { Kind: SplitKind.Temporal, ValidationFrom: null })
        {
            configuration = Resolve(context.Db, configuration);
        }

        var part = configuration.Kind switch
        {
            SplitKind.LeaveOneOut => "CASE WHEN events >= 3 AND place = 1 THEN 2 WHEN events >= 3 AND place = 2 THEN 1 ELSE 0 END",
            SplitKind.ByUser => ByUser(configuration),
            _ => FormattableString.Invariant($"""
                CASE WHEN epoch_us(ts) // 1000000 >= {configuration.HoldoutFrom} THEN 2
                  WHEN epoch_us(ts) // 1000000 >= {configuration.ValidationFrom} THEN 1 ELSE 0 END
                """),
        };
        var source = configuration.Kind == SplitKind.LeaveOneOut
            ? """
                (SELECT *, row_number() OVER (PARTITION BY "user" ORDER BY ts DESC, row_id DESC) AS place,
                  count(*) OVER (PARTITION BY "user") AS events FROM events)
                """
            : "events";
        context.Db.Run($"CREATE OR REPLACE TABLE parts AS SELECT row_id, CAST({part} AS TINYINT) AS part FROM {source}");
        var counts = new List<string>();
        foreach (var value in Enum.GetValues<SplitPart>())
        {
            var name = value.ToString().ToLowerInvariant();
            context.Copy(
                $"""
                SELECT "user", item, type, value, ts AS "timestamp", session FROM events JOIN parts USING (row_id)
                WHERE part = {(int)value} ORDER BY ts, row_id
                """,
                $"splits/{name}.parquet");
            var rows = context.Db.Count($"SELECT count(*) FROM parts WHERE part = {(int)value}");
            counts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {rows}"));
        }

        context.Learnt = "row_id IN (SELECT row_id FROM parts WHERE part = 0)";
        return $"{configuration}: {string.Join(", ", counts)}";
    }

    // The quantiles of TemporalSplit.Create.
    private static SplitConfiguration Resolve(DuckDb db, SplitConfiguration configuration)
    {
        var rows = db.Count("SELECT count(*) FROM events");
        long At(double share) => db.Count(string.Create(
            CultureInfo.InvariantCulture, $"SELECT epoch_us(ts) // 1000000 FROM events ORDER BY ts LIMIT 1 OFFSET {(long)(rows * share)}"));
        var (validation, holdout) = rows == 0
            ? (0, 0)
            : (At(1 - configuration.HoldoutFraction - configuration.ValidationFraction), At(1 - configuration.HoldoutFraction));
        return validation < holdout
            ? configuration with { ValidationFrom = validation, HoldoutFrom = holdout }
            : throw new DatasetException(
                "timestamp", "the interactions have too few different times to be split into training, validation and holdout.");
    }

    private static string ByUser(SplitConfiguration configuration)
    {
        var (test, held) = ByUserSplit.Bounds(configuration);
        var hash = $"left(sha256({DuckDb.Text(ByUserSplit.Salt(configuration))} || \"user\"), {test.Length})";
        return $"CASE WHEN {hash} < '{test}' THEN 2 WHEN {hash} < '{held}' THEN 1 ELSE 0 END";
    }
}
