using DuckDB.NET.Data;

namespace Orleans.Reco.Tests;

/// <summary>Reads a host's event log as an analyst would: with DuckDB, from the files.</summary>
internal static class LoggedEvents
{
    /// <summary>The ids of all events in the files under a host's folder, each as often as it is there.</summary>
    public static List<string> Read(string dataPath)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select event_id from read_parquet('{dataPath}/events/**/*.parquet', hive_partitioning = true)";
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
