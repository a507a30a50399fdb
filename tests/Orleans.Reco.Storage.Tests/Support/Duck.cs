using DuckDB.NET.Data;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Reads the log as a data scientist does: DuckDB over the folder.</summary>
internal static class Duck
{
    /// <summary>Runs a query; <c>{log}</c> in it stands for all events below the folder.</summary>
    public static List<object?[]> Query(string folder, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace(
            "{log}", $"read_parquet('{folder}/**/*.parquet', hive_partitioning = true)", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i)).ToArray());
        }

        return rows;
    }

    /// <summary>The event ids in the log, sorted, each as often as it is there.</summary>
    public static List<string> EventIds(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any()
            ? Query(folder, "SELECT event_id FROM {log}").Select(row => (string)row[0]!).Order(StringComparer.Ordinal).ToList()
            : [];
}
