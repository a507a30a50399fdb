using DuckDB.NET.Data;

namespace Orleans.Reco.Learning;

/// <summary>Brings input files into DuckDB as they are: every column as text, rows in the order of the files.</summary>
internal static class ImportSource
{
    private static readonly string[] Delimited = [".csv", ".tsv", ".txt", ".inter", ".item", ".user"];
    private static readonly string[] Json = [".jsonl", ".ndjson", ".json"];

    /// <summary>Loads the files into a table and gives the columns and the number of rows that could not be parsed.</summary>
    public static (IReadOnlyList<string> Columns, long Malformed) Load(
        DuckDb db, string table, IReadOnlyList<string> files, params IReadOnlyList<string> conditions)
    {
        if (files.Count == 0)
        {
            throw new DatasetException("files", "no input file is given; at least one is needed.");
        }

        foreach (var file in files.Where(f => !File.Exists(f)))
        {
            throw new DatasetException("files", $"'{file}' does not exist.");
        }

        var kinds = files.Select(Kind).Distinct().ToArray();
        if (kinds.Length != 1)
        {
            throw new DatasetException(
                "files", $"the files are of different kinds ({string.Join(", ", kinds)}); import them one kind at a time.");
        }

        try
        {
            db.Run($"CREATE TABLE {table} AS SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {Reader(kinds[0], files)} WHERE {string.Join(" AND ", conditions.DefaultIfEmpty("true"))}");
        }
        catch (DuckDBException e)
        {
            throw new DatasetException("files", $"'{files[0]}' cannot be read as {kinds[0]}: {FirstLine(e.Message)}", e);
        }

        var columns = new List<string>();
        db.Read($"SELECT column_name FROM (DESCRIBE {table})", row => columns.Add(row.GetString(0)));
        var malformed = 0L;
        if (kinds[0] == "CSV")
        {
            malformed = db.Count("SELECT count(*) FROM (SELECT DISTINCT scan_id, file_id, line FROM reject_errors)");
            db.Run("DROP TABLE reject_errors; DROP TABLE reject_scans");
        }

        return (columns, malformed);
    }

    private static string Reader(string kind, IReadOnlyList<string> files) => kind switch
    {
        "CSV" => $"read_csv({DuckDb.List(files)}, all_varchar = true, header = true, store_rejects = true)",
        "JSON lines" =>
            $"read_json({DuckDb.List(files)}, format = 'newline_delimited', ignore_errors = true, sample_size = -1, union_by_name = true)",
        _ => $"read_parquet({DuckDb.List(files)}, union_by_name = true)",
    };

    private static string Kind(string file)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return Delimited.Contains(extension) ? "CSV"
            : Json.Contains(extension) ? "JSON lines"
            : extension == ".parquet" ? "Parquet"
            : throw new DatasetException(
                "files",
                $"'{file}' has an extension that is not known; allowed are {string.Join(" ", [.. Delimited, .. Json])} (each also .gz) and .parquet.");
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
