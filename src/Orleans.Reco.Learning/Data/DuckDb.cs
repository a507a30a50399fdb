using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;

namespace Orleans.Reco.Learning;

/// <summary>An in-memory DuckDB for one piece of work. A cancelled token interrupts the running statement.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly CancellationToken _cancellation;

    public DuckDb(int threads, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _connection.Open();

        // Zone-less timestamps are UTC, whatever the machine thinks.
        Run("SET TimeZone = 'UTC'");
        if (threads > 0)
        {
            Run($"SET threads = {threads}");
        }
    }

    /// <summary>A string literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>An identifier.</summary>
    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A list of string literals.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";

    public void Run(string sql) => Execute(sql, static command => command.ExecuteNonQuery());

    public long Count(string sql) =>
        Execute(sql, static command => Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture));

    /// <summary>Calls <paramref name="row"/> for each row.</summary>
    public void Read(string sql, Action<DbDataReader> row) => _ = Execute(sql, command =>
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }

        return 0;
    });

    public void Dispose() => _connection.Dispose();

    private T Execute<T>(string sql, Func<DuckDBCommand, T> run)
    {
        _cancellation.ThrowIfCancellationRequested();
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var registration = _cancellation.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (DuckDBException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
    }
}
