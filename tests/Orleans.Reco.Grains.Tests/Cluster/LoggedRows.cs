using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Tests;

/// <summary>Reads the event log as an analyst would: with DuckDB, from the files.</summary>
internal static class LoggedRows
{
    /// <summary>Seals every living silo's log and reads all rows.</summary>
    public static async Task<List<(string EventId, string User)>> ReadAsync(RecoCluster cluster)
    {
        foreach (var silo in cluster.Cluster.GetActiveSilos())
        {
            await cluster.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<IEventLog>().FlushAsync();
        }

        return Read(cluster.Folder);
    }

    public static List<(string EventId, string User)> Read(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select event_id, \"user\" from read_parquet('{folder}/events/**/*.parquet', hive_partitioning = true)";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
