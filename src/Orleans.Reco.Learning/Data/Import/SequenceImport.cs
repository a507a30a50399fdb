namespace Orleans.Reco.Learning;

/// <summary>Brings sequence files into the table <c>kept</c>, with the times that <see cref="SequenceFile"/> gives.</summary>
internal static class SequenceImport
{
    /// <exception cref="DatasetException">A file is missing or has something else than whole numbers.</exception>
    public static void Load(DuckDb db, IReadOnlyList<string> files)
    {
        if (files.FirstOrDefault(f => !File.Exists(f)) is { } missing)
        {
            throw new DatasetException("files", $"'{missing}' does not exist.");
        }

        for (var file = 0; file < files.Count; file++)
        {
            // A line is one column: the delimiter is a character that no such file has.
            var lines = $"read_csv({DuckDb.Text(files[file])}, columns = {{'line': 'VARCHAR'}}, header = false, delim = '\x01', quote = '', "
                + "escape = '', auto_detect = false, max_line_size = 16000000)";
            var events = $"""
                SELECT parts[1] AS "user", unnest(parts[2:]) AS item, unnest(range(1, len(parts))) AS position
                FROM (SELECT regexp_split_to_array(trim(line), ' +') AS parts FROM {lines}) WHERE len(parts) > 1
                """;
            db.Run($"""
                {(file == 0 ? "CREATE TABLE kept AS" : "INSERT INTO kept")}
                SELECT row_number() OVER () AS row_id, "user", item, 'purchase' AS type, NULL::DOUBLE AS value,
                  make_timestamp(({file * SequenceFile.Period} + position) * 1000000) AS ts, NULL::VARCHAR AS session,
                  NULL::VARCHAR AS title, NULL::VARCHAR AS category, NULL::VARCHAR AS brand, NULL::DOUBLE AS price
                FROM ({events})
                """);
        }

        db.Read(
            "SELECT any_value(concat_ws(' ', \"user\", item)) FROM kept WHERE NOT regexp_full_match(\"user\" || item, '[0-9]+') HAVING count(*) > 0",
            row => throw new DatasetException("files", $"'{row.GetString(0)}' is found where two whole numbers are expected."));
    }
}
