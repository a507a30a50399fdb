namespace Orleans.Reco.Learning;

/// <summary>
/// Writes features of users, items, interactions and of users' categories under <c>features/</c>. Sums over time are taken over the
/// training part where a split came before, so that nothing of the future is in them.
/// </summary>
public sealed record FeaturesStep : PreparationStep
{
    internal const string StepName = "features";

    /// <summary>Buckets of about as many items each, by price. Default: 10. Allowed: 2 to 100.</summary>
    public int PriceBuckets { get; init; } = 10;

    /// <summary>A longer stay counts as this, seconds. Default: 1,800. Allowed: 1 to 86,400.</summary>
    public int MaxDwellSeconds { get; init; } = 1_800;

    /// <summary>A user's categories that are kept, the most frequent. Default: 5. Allowed: 1 to 100.</summary>
    public int Categories { get; init; } = 5;

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        Require("priceBuckets", PriceBuckets, 2, 100);
        Require("maxDwellSeconds", MaxDwellSeconds, 1, 86_400);
        Require("categories", Categories, 1, 100);
    }

    internal override string Run(PreparationContext context)
    {
        var db = context.Db;
        db.Run($"""
            CREATE OR REPLACE TABLE buckets AS
            SELECT item, ntile({PriceBuckets}) OVER (ORDER BY price, item) AS price_bucket FROM items WHERE price IS NOT NULL
            """);

        // The last of a session has no stay; least() would pass over the null.
        db.Run($"""
            CREATE OR REPLACE TABLE seen AS
            SELECT row_id, "user", item, value, ts, hour(ts) AS hour, isodow(ts) AS weekday,
              CASE WHEN lead(ts) OVER s IS NOT NULL THEN least({MaxDwellSeconds}, epoch(lead(ts) OVER s - ts)) END AS dwell_seconds,
              row_number() OVER s AS place_in_session
            FROM events WINDOW s AS (PARTITION BY "user", session ORDER BY ts, row_id)
            """);

        // Time of day goes round: 23:00 is beside 0:00 as a point on a circle only.
        context.Copy(
            """
            SELECT "user", item, ts AS "timestamp", hour, weekday, sin(2 * pi() * hour / 24) AS hour_sin, cos(2 * pi() * hour / 24) AS hour_cos,
              dwell_seconds, place_in_session, price_bucket, value * hour / 24 AS time_x_rating, value * weekday / 7 AS weekday_x_rating
            FROM seen LEFT JOIN buckets USING (item) ORDER BY ts, row_id
            """,
            "features/interactions.parquet");
        db.Run($"CREATE OR REPLACE TEMP VIEW learnt AS SELECT * FROM seen WHERE {context.Learnt}");
        const string Aggregates = """
            count(*) AS frequency, epoch((SELECT max(ts) FROM learnt) - max(ts)) / 86400 AS recency_days, avg(value) AS mean_rating,
            avg(dwell_seconds) AS mean_dwell_seconds
            """;
        context.Copy(
            $"""
            SELECT "user", {Aggregates}, epoch(max(ts) - min(ts)) / 86400 AS known_days FROM learnt GROUP BY "user" ORDER BY "user"
            """,
            "features/users.parquet");
        context.Copy(
            $"""
            SELECT item, {Aggregates}, any_value(price_bucket) AS price_bucket FROM learnt LEFT JOIN buckets USING (item)
            GROUP BY item ORDER BY item
            """,
            "features/items.parquet");
        context.Copy(
            $"""
            SELECT "user", category, share FROM (
              SELECT "user", category, count(*) / sum(count(*)) OVER (PARTITION BY "user") AS share
              FROM learnt JOIN items USING (item) WHERE category IS NOT NULL GROUP BY "user", category)
            QUALIFY row_number() OVER (PARTITION BY "user" ORDER BY share DESC, category) <= {Categories} ORDER BY "user", share DESC, category
            """,
            "features/affinities.parquet");
        db.Run("DROP VIEW learnt; DROP TABLE seen; DROP TABLE buckets");
        return context.Learnt == "true" ? "over all interactions: split before this step to keep the future out" : "sums over the training part only";
    }
}
