using ParquetSharp;

namespace Orleans.Reco.Storage;

/// <summary>
/// The log's Parquet files: one row an event, columns as <see cref="IEventLogReader"/> names them. Pages carry checksums.
/// </summary>
/// <remarks>
/// Through Apache's own library: Parquet.Net 6.1 writes microsecond timestamps with statistics in milliseconds, by which DuckDB and
/// Spark then skip the wrong row groups.
/// </remarks>
internal static class SegmentFile
{
    private const int RowGroupRows = 100_000;
    private const int UserColumn = 1;

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
    /// <returns>The number of rows.</returns>
    public static long Write(string path, IEnumerable<LoggedEvent> events)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);

        // Zstandard: read by DuckDB, Spark 3 and pandas alike, and smaller than Snappy on ids.
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Zstd).EnablePageChecksum().Build();
        var rows = 0L;
        using (var writer = new ParquetFileWriter(file, Columns, logicalTypeFactory: null, properties, leaveOpen: true))
        {
            foreach (var group in events.Chunk(RowGroupRows))
            {
                WriteRows(writer, group);
                rows += group.Length;
            }

            writer.Close();
        }

        file.Flush(flushToDisk: true);
        return rows;
    }

    /// <summary>Reads the events of a tenant's file, in order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or a later version wrote it with columns that are not known here.</exception>
    public static IEnumerable<LoggedEvent> Read(string path, string tenant)
    {
        using var file = Open(path);
        for (var i = 0; i < file.FileMetaData.NumRowGroups; i++)
        {
            foreach (var e in Checked(path, () => ReadRows(file, i, tenant)))
            {
                yield return e;
            }
        }
    }

    /// <summary>The pseudonyms in a file, by row group.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IEnumerable<string> ReadUsers(string path)
    {
        using var file = Open(path);
        for (var i = 0; i < file.FileMetaData.NumRowGroups; i++)
        {
            using var rows = file.RowGroup(i);
            foreach (var user in Checked(path, () => ReadColumn<string>(rows, UserColumn)))
            {
                yield return user;
            }
        }
    }

    private static ParquetFileReader Open(string path)
    {
        using var properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnablePageChecksumVerification();
        var file = Checked(path, () => new ParquetFileReader(path, properties));
        var schema = file.FileMetaData.Schema;
        var names = Enumerable.Range(0, schema.NumColumns).Select(i => schema.Column(i).Name).ToList();
        if (names.SequenceEqual(Columns.Select(column => column.Name)))
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException($"'{path}' has columns that this version does not know: {string.Join(", ", names)}.");
    }

    /// <summary>What the library throws is of its own types; a reader of the log wants to know which file it was.</summary>
    private static T Checked<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ParquetException or IOException or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException($"The event-log file '{path}' is damaged: {exception.Message}", exception);
        }
    }

    private static LoggedEvent[] ReadRows(ParquetFileReader file, int rowGroup, string tenant)
    {
        using var rows = file.RowGroup(rowGroup);
        var (ids, users, items) = (ReadColumn<string>(rows, 0), ReadColumn<string>(rows, UserColumn), ReadColumn<string?>(rows, 2));
        var (types, values) = (ReadColumn<string>(rows, 3), ReadColumn<double?>(rows, 4));
        var (timestamps, received) = (ReadColumn<DateTime>(rows, 5), ReadColumn<DateTime>(rows, 6));
        var (sessions, recommendations, contexts) = (ReadColumn<string?>(rows, 7), ReadColumn<string?>(rows, 8), ReadColumn<string?>(rows, 9));
        var events = new LoggedEvent[ids.Length];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new()
            {
                Tenant = tenant,
                EventId = ids[i],
                User = users[i],
                ItemId = items[i],
                Type = types[i],
                Value = values[i],
                Timestamp = Utc(timestamps[i]),
                ReceivedAt = Utc(received[i]),
                SessionId = sessions[i],
                RecommendationId = recommendations[i],
                Context = contexts[i],
            };
        }

        return events;
    }

    private static T[] ReadColumn<T>(RowGroupReader rows, int column)
    {
        using var reader = rows.Column(column).LogicalReader<T>();
        return reader.ReadAll(checked((int)rows.MetaData.NumRows));
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

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static Column<DateTime> UtcMicroseconds(string name) =>
        new(name, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros));
}
