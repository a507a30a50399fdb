using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>Reads a dataset folder into memory.</summary>
public static class DatasetReader
{
    /// <summary>
    /// Reads the interactions whose type moves the encoder (<see cref="InteractionTypeInfo.MovesEncoder"/>); others, and types that are
    /// not known, are left out.
    /// </summary>
    /// <exception cref="DatasetException">The folder is no dataset.</exception>
    public static InteractionDataset Read(string folder, InteractionTypes types, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(types);
        var path = Path.Combine(folder, DatasetFiles.Interactions);
        if (!File.Exists(path))
        {
            throw new DatasetException("dataset", $"'{folder}' has no {DatasetFiles.Interactions}; import data into it first.");
        }

        using var db = new DuckDb(threads: 0, cancellationToken);
        db.Run($"CREATE TEMP TABLE log AS SELECT row_number() OVER () AS row_id, * FROM read_parquet({DuckDb.Text(path)})");
        var known = new List<InteractionTypeInfo>();
        db.Read("SELECT DISTINCT type FROM log ORDER BY type", row =>
        {
            if (types.TryGet(row.GetString(0), out var type) && type.MovesEncoder)
            {
                known.Add(type);
            }
        });
        known.Sort((a, b) => a.Code.CompareTo(b.Code));
        var names = DuckDb.List(known.Select(t => t.Name));
        db.Run($"DELETE FROM log WHERE NOT list_contains({names}::VARCHAR[], type)");
        var users = Index(db, "users", "\"user\"", otherwise: "first");
        var items = Index(db, "items", "item", otherwise: "name");
        var events = new DatasetEvent[db.Count("SELECT count(*) FROM log")];
        var starts = new int[users.Count + 1];
        var at = 0;
        db.Read(
            $"""
            SELECT u.id, i.id, list_position({names}::VARCHAR[], type), CAST(coalesce(value, 0) AS FLOAT), epoch_us("timestamp") // 1000000
            FROM log JOIN users u ON u.name = log."user" JOIN items i ON i.name = log.item ORDER BY u.id, "timestamp", row_id
            """,
            row =>
            {
                var e = new DatasetEvent(row.GetInt32(0), row.GetInt32(1) + 1, row.GetInt32(2), row.GetFloat(3), row.GetInt64(4));
                events[at++] = e;
                starts[e.User + 1] = at;
            });
        return new InteractionDataset { Users = users, Items = items, Types = known, Events = events, UserStarts = starts };
    }

    // Ids that are all whole numbers by number, as research data sets number them. Else items by name, and users by their first row: in an event log
    // they have pseudonyms, which no two installations share, and the same events would train another model under each.
    private static List<string> Index(DuckDb db, string table, string column, string otherwise)
    {
        var numbers = db.Count($"SELECT count(*) FROM log WHERE NOT regexp_full_match({column}, '[0-9]{{1,18}}')") == 0;
        db.Run($"""
            CREATE TEMP TABLE {table} AS
            SELECT CAST(row_number() OVER (ORDER BY {(numbers ? "CAST(name AS BIGINT), name" : otherwise)}) - 1 AS INTEGER) AS id, name
            FROM (SELECT {column} AS name, min(row_id) AS first FROM log GROUP BY {column})
            """);
        var names = new List<string>();
        db.Read($"SELECT name FROM {table} ORDER BY id", row => names.Add(row.GetString(0)));
        return names;
    }
}
