namespace Orleans.Reco.Learning;

/// <summary>The cleaning steps: from the table <c>source</c> (text) to the table <c>kept</c> (typed).</summary>
internal sealed class CleaningPipeline(DuckDb db, CleaningOptions options)
{
    /// <summary>Types every row and names the first rule that it breaks.</summary>
    public void Judge(Dictionary<string, string> map, ImportPreset? preset, string defaultType)
    {
        string Text(string field) => map.TryGetValue(field, out var column) ? ImportSql.Clean(DuckDb.Name(column)) : "NULL::VARCHAR";

        var user = preset?.UserSql is { } sql && map["user"] == preset.Columns.Columns["user"] ? ImportSql.Clean(sql) : Text("user");
        db.Run($"""
            CREATE TABLE typed AS
            SELECT row_number() OVER () AS row_id, {user} AS "user", {Text("item")} AS item,
              {ImportSql.Type(Text("type"), defaultType)} AS type, {preset?.ValueSql ?? Text("value")} AS value_text,
              {ImportSql.Timestamp(Text("timestamp"))} AS ts, {Text("session")} AS session, {Text("event")} AS event,
              {Text("title")} AS title, {Text("category")} AS category, {Text("brand")} AS brand, {Text("price")} AS price_text,
              coalesce({preset?.CancelledSql ?? "false"}, false) AS cancelled, coalesce({preset?.OtherSql ?? "false"}, false) AS other
            FROM source
            """);
        db.Run("DROP TABLE source");
        db.Run($"""
            CREATE TABLE kept AS
            SELECT * EXCLUDE (value_text, price_text), TRY_CAST(value_text AS DOUBLE) AS value,
              CASE WHEN isfinite(TRY_CAST(price_text AS DOUBLE)) THEN TRY_CAST(price_text AS DOUBLE) END AS price,
              CASE WHEN "user" IS NULL THEN 'missing user' WHEN item IS NULL THEN 'missing item'
                WHEN {ImportSql.BadId("\"user\"", options.MaxIdLength)} OR {ImportSql.BadId("item", options.MaxIdLength)} THEN 'bad id'
                WHEN ts IS NULL THEN 'bad timestamp'
                WHEN value_text IS NOT NULL AND NOT coalesce(isfinite(TRY_CAST(value_text AS DOUBLE)), false) THEN 'bad number'
                WHEN cancelled THEN 'cancellation' WHEN other THEN 'not an item' END AS reason
            FROM typed
            """);
        db.Run("DROP TABLE typed");
    }

    /// <summary>Drops what the rules name and counts it.</summary>
    public IReadOnlyList<CleaningStep> Run(long malformed, Dictionary<string, string> map, ImportPreset? preset)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        db.Read(
            "SELECT reason, count(*) FROM kept WHERE reason IS NOT NULL GROUP BY reason",
            row => counts[row.GetString(0)] = row.GetInt64(1));
        db.Run("DELETE FROM kept WHERE reason IS NOT NULL");
        CleaningStep Counted(string name, string detail) => new(name, counts.GetValueOrDefault(name), detail);

        var byEvent = map.ContainsKey("event");
        var key = byEvent ? "\"user\", coalesce(event, 'row ' || row_id)" : "\"user\", item, type, value, ts, session";
        return
        [
            new("malformed row", malformed, "the line is not a row of the file's format"),
            Counted("missing user", "no user id"),
            Counted("missing item", "no item id"),
            Counted("bad id", $"an id has control characters or more than {options.MaxIdLength} characters"),
            Counted("bad timestamp", "not a time between 1971 and 2199"),
            Counted("bad number", "the value is not a finite number"),
            Counted("cancellation", preset?.CancelledDetail ?? "no rule for this input"),
            Counted("not an item", preset?.OtherDetail ?? "no rule for this input"),
            new("duplicate", Duplicates(key), byEvent ? "same user and event id" : "same user, item, type, value, time and session"),
            new("robot", Robots(), $"users above {options.MaxEventsPerDay} events a day or {options.MaxEventsPerUser} in all, 0 = no limit"),
            new("k-core", Core(), options.Core > 1 ? $"users and items with fewer than {options.Core} events" : "not asked for"),
        ];
    }

    private long Duplicates(string key) => Delete($"row_id IN ({ImportSql.Repeated("kept", key)})");

    private long Robots()
    {
        var dropped = 0L;
        if (options.MaxEventsPerDay > 0)
        {
            dropped += Delete(
                "\"user\" IN (SELECT \"user\" FROM kept GROUP BY \"user\", date_trunc('day', ts) "
                + $"HAVING count(*) > {options.MaxEventsPerDay})");
        }

        if (options.MaxEventsPerUser > 0)
        {
            dropped += Delete($"\"user\" IN (SELECT \"user\" FROM kept GROUP BY \"user\" HAVING count(*) > {options.MaxEventsPerUser})");
        }

        return dropped;
    }

    private long Core()
    {
        var dropped = 0L;
        for (var last = 1L; options.Core > 1 && last > 0; dropped += last)
        {
            last = Delete($"item IN (SELECT item FROM kept GROUP BY item HAVING count(*) < {options.Core})")
                + Delete($"\"user\" IN (SELECT \"user\" FROM kept GROUP BY \"user\" HAVING count(*) < {options.Core})");
        }

        return dropped;
    }

    private long Delete(string condition)
    {
        var before = db.Count("SELECT count(*) FROM kept");
        db.Run($"DELETE FROM kept WHERE {condition}");
        return before - db.Count("SELECT count(*) FROM kept");
    }
}
