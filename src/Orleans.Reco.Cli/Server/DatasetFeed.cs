using DuckDB.NET.Data;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>Reads a dataset folder as the items and events that a shop would send.</summary>
internal sealed class DatasetFeed : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly string _interactions;
    private readonly string _items;

    public DatasetFeed(string folder)
    {
        _interactions = Path.Combine(folder, DatasetFiles.Interactions);
        _items = Path.Combine(folder, DatasetFiles.Items);
        if (!File.Exists(_interactions) || !File.Exists(_items))
        {
            throw new UsageException($"DATASET: {folder} is not a dataset folder; make one with 'reco import'");
        }

        _connection.Open();
        Run("SET TimeZone = 'UTC'");
    }

    public long CountEvents() => Convert.ToInt64(Run($"select count(*) from read_parquet({Quote(_interactions)})"));

    public IEnumerable<CatalogItem> Items()
    {
        using var reader = Query($"select item, title, category, brand, price from read_parquet({Quote(_items)}) order by item");
        while (reader.Read())
        {
            var id = reader.GetString(0);
            yield return new CatalogItem
            {
                ItemId = id,
                Title = Text(reader, 1) ?? id,
                Categories = Text(reader, 2) is { } category ? [category] : [],
                Brand = Text(reader, 3),
                Price = reader.IsDBNull(4) ? null : Convert.ToDecimal(reader.GetValue(4)),
            };
        }
    }

    /// <summary>Events in order of time. The id of an event is its row, so that a feed that is sent again counts once.</summary>
    public IEnumerable<Interaction> Events()
    {
        using var reader = Query(
            $"select file_row_number, \"user\", item, type, value, timestamp, session from read_parquet({Quote(_interactions)}, file_row_number = true) order by timestamp, file_row_number");
        while (reader.Read())
        {
            yield return new Interaction
            {
                EventId = $"import-{reader.GetInt64(0)}",
                UserId = reader.GetString(1),
                ItemId = reader.GetString(2),
                Type = reader.GetString(3),
                Value = reader.IsDBNull(4) ? null : Convert.ToDouble(reader.GetValue(4)),
                Timestamp = new DateTimeOffset(reader.GetDateTime(5), TimeSpan.Zero),
                SessionId = Text(reader, 6),
            };
        }
    }

    public void Dispose() => _connection.Dispose();

    private static string? Text(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private object? Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private DuckDBDataReader Query(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        return command.ExecuteReader();
    }
}
