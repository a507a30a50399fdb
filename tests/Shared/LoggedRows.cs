using DuckDB.NET.Data;

namespace Orleans.Reco.Testing;

/// <summary>Reads an event log as an analyst would: with DuckDB, from the files.</summary>
internal static class LoggedRows
{
    /// <summary>The ids of all events of the files under a folder, each as often as it is there.</summary>
    public static string[] Ids(string folder) => [.. Read(folder).Select(row => row.EventId)];

    /// <summary>All rows of the files under a folder, an event as often as it is there.</summary>
    public static List<(string EventId, string User)> Read(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select event_id, \"user\" from read_parquet('{folder}/**/*.parquet', hive_partitioning = true)";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
