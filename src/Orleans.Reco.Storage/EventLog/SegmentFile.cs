using ParquetSharp;

namespace Orleans.Reco.Storage;

/// <summary>Writes events as a Parquet file: one row an event, columns as <see cref="IEventLogReader"/> names them.</summary>
/// <remarks>
/// Through Apache's own library: Parquet.Net 6.1 writes microsecond timestamps with statistics in milliseconds, by which DuckDB and
/// Spark then skip the wrong row groups.
/// </remarks>
internal static class SegmentFile
{
    private static readonly Column[] Columns =
    [
        new Column<string>("event_id"),
        new Column<string>("user"),
        new Column<string?>("item_id"),
        new Column<string>("type"),
        new Column<double?>("value"),
        UtcMicroseconds("timestamp"),
        UtcMicroseconds("received_at"),
        new Column<string?>("session_id"),
        new Column<string?>("recommendation_id"),
        new Column<string?>("context"),
    ];

    /// <summary>Writes the file, replacing what a crash left under its name; returns when its content is on the disk.</summary>
    public static void Write(string path, IReadOnlyList<LoggedEvent> events)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);

        // Zstandard: read by DuckDB, Spark 3 and pandas alike, and smaller than Snappy on ids.
        using (var writer = new ParquetFileWriter(file, Columns, logicalTypeFactory: null, Compression.Zstd, leaveOpen: true))
        {
            WriteRows(writer, events);
            writer.Close();
        }

        file.Flush(flushToDisk: true);
    }

    private static void WriteRows(ParquetFileWriter writer, IReadOnlyList<LoggedEvent> events)
    {
        using var rows = writer.AppendRowGroup();
        WriteColumn(rows, events, e => e.EventId);
        WriteColumn(rows, events, e => e.User);
        WriteColumn(rows, events, e => e.ItemId);
        WriteColumn(rows, events, e => e.Type);
        WriteColumn(rows, events, e => e.Value);
        WriteColumn(rows, events, e => e.Timestamp.UtcDateTime);
        WriteColumn(rows, events, e => e.ReceivedAt.UtcDateTime);
        WriteColumn(rows, events, e => e.SessionId);
        WriteColumn(rows, events, e => e.RecommendationId);
        WriteColumn(rows, events, e => e.Context);
    }

    private static void WriteColumn<T>(RowGroupWriter rows, IReadOnlyList<LoggedEvent> events, Func<LoggedEvent, T> select)
    {
        using var column = rows.NextColumn().LogicalWriter<T>();
        column.WriteBatch(events.Select(select).ToArray());
    }

    private static Column<DateTime> UtcMicroseconds(string name) =>
        new(name, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros));
}
