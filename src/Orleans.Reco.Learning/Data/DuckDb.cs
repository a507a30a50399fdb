using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;

namespace Orleans.Reco.Learning;

/// <summary>A DuckDB for one piece of work. A cancelled token interrupts the running statement.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly CancellationToken _cancellation;
    private readonly string? _folder;

    /// <summary>In memory, as much of it as it needs: for what is read into memory anyway.</summary>
    public DuckDb(int threads, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _connection = new DuckDBConnection("DataSource=:memory:");
        Open(threads);
    }

    /// <summary>On disk in a folder of its own, with bounded memory: for data of any size.</summary>
    public DuckDb(DuckDbLimits limits, CancellationToken cancellation)
    {
        _ = limits.Validate();
        _cancellation = cancellation;
        _folder = Directory.CreateDirectory(
            Path.Combine(limits.TemporaryFolder ?? Path.GetTempPath(), $"reco-{Guid.CreateVersion7():N}")).FullName;
        _connection = new DuckDBConnection($"DataSource={Path.Combine(_folder, "work.duckdb")}");
        Open(limits.Threads);
        Run($"SET memory_limit = '{limits.MemoryMegabytes}MB'");
        Run($"SET temp_directory = {Text(Path.Combine(_folder, "spill"))}");
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

    public void Dispose()
    {
        _connection.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Open(int threads)
    {
        _connection.Open();

        // Zone-less timestamps are UTC, whatever the machine thinks.
        Run("SET TimeZone = 'UTC'");
        if (threads > 0)
        {
            Run($"SET threads = {threads}");
        }
    }

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
