namespace Orleans.Reco.Learning;

/// <summary>SQL of the import: how a text column becomes a field, and why a row is dropped.</summary>
internal static class ImportSql
{
    /// <summary>Trimmed text, null where empty.</summary>
    public static string Clean(string column) => $"nullif(trim({column}), '')";

    /// <summary>
    /// A UTC timestamp of text: ISO 8601 with or without an offset, seconds, milli-, micro- or nanoseconds since 1970 by their size, or
    /// US dates as spreadsheets write them. Null for anything else and outside the years 1971 to 2199.
    /// </summary>
    public static string Timestamp(string column)
    {
        var number = $"TRY_CAST({column} AS DOUBLE)";
        var micros =
            $"CAST(CASE WHEN abs({number}) < 1e11 THEN {number} * 1e6 WHEN abs({number}) < 1e14 THEN {number} * 1e3 " +
            $"WHEN abs({number}) < 1e17 THEN {number} ELSE {number} / 1e3 END AS BIGINT)";
        var formats = DuckDb.List(["%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC"]);

        // As TIMESTAMP, DuckDB would pass over the offset.
        var parsed =
            $"CASE WHEN isfinite({number}) AND abs({number}) < 9e18 THEN make_timestamp({micros}) WHEN {number} IS NULL THEN " +
            $"coalesce(TRY_CAST({column} AS TIMESTAMPTZ) AT TIME ZONE 'UTC', try_strptime({column}, {formats})) END";
        return $"(SELECT CASE WHEN isfinite(t) AND year(t) BETWEEN 1971 AND 2199 THEN t END FROM (SELECT {parsed} AS t))";
    }

    /// <summary>The names that this product gives to what shops call otherwise.</summary>
    public static string Type(string column, string defaultType) =>
        $"CASE lower(coalesce({column}, {DuckDb.Text(defaultType)})) WHEN 'addtocart' THEN 'cart' WHEN 'add_to_cart' THEN 'cart' " +
        "WHEN 'transaction' THEN 'purchase' WHEN 'buy' THEN 'purchase' WHEN 'order' THEN 'purchase' WHEN 'pageview' THEN 'view' " +
        $"WHEN 'detail' THEN 'view' ELSE lower(coalesce({column}, {DuckDb.Text(defaultType)})) END";

    /// <summary>True for an id that no file or key can hold.</summary>
    public static string BadId(string column, int maxLength) =>
        $"(length({column}) > {maxLength} OR regexp_matches({column}, '[\\x00-\\x1f\\x7f]'))";

    /// <summary>The row_id of all rows but the first that are alike in the key's columns.</summary>
    public static string Repeated(string table, string key)
    {
        // Only what shares its hash with another row is sorted: a fraction of the rows, so the sort is small.
        var shared = $"SELECT hash({key}) FROM {table} GROUP BY ALL HAVING count(*) > 1";
        return $"SELECT row_id FROM {table} WHERE hash({key}) IN ({shared}) QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY row_id) > 1";
    }
}
