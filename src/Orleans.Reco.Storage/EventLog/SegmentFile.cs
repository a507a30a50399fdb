using Parquet;
using Parquet.Schema;

namespace Orleans.Reco.Storage;

/// <summary>Writes events as a Parquet file: one row an event, columns as <see cref="IEventLogReader"/> names them.</summary>
internal static class SegmentFile
{
    private static readonly DataField EventId = new DataField<string>("event_id", false);
    private static readonly DataField User = new DataField<string>("user", false);
    private static readonly DataField ItemId = new DataField<string>("item_id", true);
    private static readonly DataField Type = new DataField<string>("type", false);
    private static readonly DataField Value = new DataField<double?>("value");
    private static readonly DataField Timestamp = UtcMicroseconds("timestamp");
    private static readonly DataField ReceivedAt = UtcMicroseconds("received_at");
    private static readonly DataField SessionId = new DataField<string>("session_id", true);
    private static readonly DataField RecommendationId = new DataField<string>("recommendation_id", true);
    private static readonly DataField Context = new DataField<string>("context", true);

    private static readonly ParquetSchema Schema =
        new(EventId, User, ItemId, Type, Value, Timestamp, ReceivedAt, SessionId, RecommendationId, Context);

    /// <summary>Writes the file, replacing what a crash left under its name; returns when its content is on the disk.</summary>
    public static async Task WriteAsync(string path, IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await WriteAsync(file, events, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static async Task WriteAsync(Stream output, IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        // Zstandard: read by DuckDB, Spark 3 and pandas alike, and half the size of Snappy on ids.
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        await using var writer = await ParquetWriter.CreateAsync(Schema, output, options, cancellationToken: cancellationToken);
        using var rows = writer.CreateRowGroup();
        await rows.WriteAsync(EventId, events.Select(e => e.EventId).ToArray());
        await rows.WriteAsync(User, events.Select(e => e.User).ToArray());
        await rows.WriteAsync(ItemId, events.Select(e => e.ItemId).ToArray());
        await rows.WriteAsync(Type, events.Select(e => e.Type).ToArray());
        await rows.WriteAsync<double>(Value, events.Select(e => e.Value).ToArray(), cancellationToken: cancellationToken);
        await rows.WriteAsync<DateTime>(Timestamp, events.Select(e => e.Timestamp.UtcDateTime).ToArray(), cancellationToken: cancellationToken);
        await rows.WriteAsync<DateTime>(ReceivedAt, events.Select(e => e.ReceivedAt.UtcDateTime).ToArray(), cancellationToken: cancellationToken);
        await rows.WriteAsync(SessionId, events.Select(e => e.SessionId).ToArray());
        await rows.WriteAsync(RecommendationId, events.Select(e => e.RecommendationId).ToArray());
        await rows.WriteAsync(Context, events.Select(e => e.Context).ToArray());
    }

    private static DateTimeDataField UtcMicroseconds(string name) =>
        new(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: false);
}
