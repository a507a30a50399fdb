namespace Orleans.Reco.Learning;

/// <summary>
/// What the steps of one preparation share: the table <c>events</c> (row_id, user, item, type, value, ts, session), the table
/// <c>items</c>, and the folder that is written.
/// </summary>
internal sealed class PreparationContext(DuckDb db, string output)
{
    private readonly List<string> _files = [];

    public DuckDb Db => db;

    /// <summary>Which of the events models may learn from, a condition over the events; <c>true</c> before a split.</summary>
    public string Learnt { get; set; } = "true";

    /// <summary>Files written so far by the running step, relative to the output folder.</summary>
    public IReadOnlyList<string> TakeFiles()
    {
        string[] files = [.. _files];
        _files.Clear();
        return files;
    }

    /// <summary>Replaces the events by a query over them. The order of the rows is in row_id and need not be kept.</summary>
    public void Replace(string query)
    {
        db.Run($"CREATE TABLE next AS {query}");
        db.Run("DROP TABLE events");
        db.Run("ALTER TABLE next RENAME TO events");
    }

    /// <summary>Writes a query as Parquet: beside, then moved, so that a reader never sees half a file.</summary>
    public void Copy(string query, string name)
    {
        var path = Path.Combine(output, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        db.Run($"COPY ({query}) TO {DuckDb.Text(path + ".tmp")} (FORMAT parquet, COMPRESSION zstd)");
        File.Move(path + ".tmp", path, overwrite: true);
        _files.Add(name);
    }

    public PreparationCounts Count()
    {
        PreparationCounts? counts = null;
        db.Read(
            """
            SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM (SELECT DISTINCT "user" FROM events)),
              (SELECT count(*) FROM (SELECT DISTINCT item FROM events))
            """,
            row => counts = new PreparationCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        return counts!;
    }
}
