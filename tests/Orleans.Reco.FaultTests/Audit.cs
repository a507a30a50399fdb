using DuckDB.NET.Data;

namespace Orleans.Reco.FaultTests;

/// <summary>Compares what the cluster acknowledged with what it has.</summary>
/// <param name="Acknowledged">Events that were acknowledged.</param>
/// <param name="Unknown">Events whose fate the client does not know.</param>
/// <param name="Lost">Acknowledged events that a shopper's state lacks.</param>
/// <param name="Twice">Events that a shopper's state holds beyond those sent.</param>
internal sealed record Audit(int Acknowledged, int Unknown, long Lost, long Twice)
{
    /// <summary>Asks for every shopper.</summary>
    public static async Task<Audit> OfStatesAsync(ShopClient client, IReadOnlyList<Shopper> shoppers)
    {
        var (lost, twice) = (0L, 0L);
        foreach (var shopper in shoppers)
        {
            var applied = await client.SequenceAsync(shopper);
            lost += Math.Max(0, shopper.Acknowledged.Count - applied);
            twice += Math.Max(0, applied - shopper.Acknowledged.Count - shopper.Unknown.Count);
        }

        return new Audit(shoppers.Sum(s => s.Acknowledged.Count), shoppers.Sum(s => s.Unknown.Count), lost, twice);
    }

    /// <summary>Acknowledged events that are not in the log's files. The silos must have stopped: then everything is sealed.</summary>
    public static int MissingInLog(string sharedFolder, string tenant, IReadOnlyList<Shopper> shoppers)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT DISTINCT event_id FROM read_parquet('{sharedFolder}/events/tenant={tenant}/**/*.parquet')";
        using var reader = command.ExecuteReader();
        var logged = new HashSet<string>();
        while (reader.Read())
        {
            logged.Add(reader.GetString(0));
        }

        return shoppers.SelectMany(shopper => shopper.Acknowledged).Count(id => !logged.Contains(id));
    }
}
