using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Reco.Storage;

/// <summary>
/// Journal entries: a version byte, the number of events, and each event as its tenant, id, user, type, both times in ticks of UTC, and then
/// what a byte of flags says that it has. Strings are UTF-8 after their length, numbers 7 bits a byte. Earlier builds wrote JSON, which
/// begins with a bracket: a tenth of an event's garbage, and is read as well.
/// </summary>
internal static class LoggedEventCodec
{
    private const byte Version = 1;
    private const byte Json = (byte)'[';
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static MemoryStream? _buffer;

    [Flags]
    private enum Parts : byte
    {
        Item = 1,
        Value = 2,
        Session = 4,
        Recommendation = 8,
        Context = 16,
    }

    /// <summary>Writes the events of one append.</summary>
    public static byte[] Encode(IReadOnlyList<LoggedEvent> events)
    {
        var buffer = _buffer ??= new MemoryStream();
        buffer.SetLength(0);
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(events.Count);
            foreach (var e in events)
            {
                Write(writer, e);
            }
        }

        _buffer = buffer.Capacity > LargestKept ? null : buffer;
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="known">Strings that come again and again; grows.</param>
    /// <exception cref="InvalidDataException">The entry is not readable.</exception>
    public static IReadOnlyList<LoggedEvent> Decode(ReadOnlySpan<byte> entry, HashSet<string> known)
    {
        if (entry is [Json, ..])
        {
            return DecodeJson(entry);
        }

        var reader = new EntryReader(entry, known);
        if (reader.Byte() is not Version and var version)
        {
            throw new InvalidDataException($"A journal entry has version {version}, which this build does not know.");
        }

        var events = new LoggedEvent[reader.Count()];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = Read(ref reader);
        }

        return events;
    }

    private static void Write(BinaryWriter writer, LoggedEvent e)
    {
        writer.Write(e.Tenant);
        writer.Write(e.EventId);
        writer.Write(e.User);
        writer.Write(e.Type);
        writer.Write(e.Timestamp.UtcTicks);
        writer.Write(e.ReceivedAt.UtcTicks);
        writer.Write((byte)PartsOf(e));
        WriteIfAny(writer, e.ItemId);
        if (e.Value is { } value)
        {
            writer.Write(value);
        }

        WriteIfAny(writer, e.SessionId);
        WriteIfAny(writer, e.RecommendationId);
        WriteIfAny(writer, e.Context);
    }

    private static Parts PartsOf(LoggedEvent e) =>
        (e.ItemId is null ? 0 : Parts.Item)
        | (e.Value is null ? 0 : Parts.Value)
        | (e.SessionId is null ? 0 : Parts.Session)
        | (e.RecommendationId is null ? 0 : Parts.Recommendation)
        | (e.Context is null ? 0 : Parts.Context);

    private static void WriteIfAny(BinaryWriter writer, string? text)
    {
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static LoggedEvent Read(ref EntryReader reader)
    {
        var (tenant, id, user, type) = (reader.Known(), reader.String(), reader.Known(), reader.Known());
        var (timestamp, received, parts) = (reader.Time(), reader.Time(), (Parts)reader.Byte());
        return new LoggedEvent
        {
            Tenant = tenant,
            EventId = id,
            User = user,
            Type = type,
            Timestamp = timestamp,
            ReceivedAt = received,
            ItemId = parts.HasFlag(Parts.Item) ? reader.Known() : null,
            Value = parts.HasFlag(Parts.Value) ? reader.Double() : null,
            SessionId = parts.HasFlag(Parts.Session) ? reader.Known() : null,
            RecommendationId = parts.HasFlag(Parts.Recommendation) ? reader.String() : null,
            Context = parts.HasFlag(Parts.Context) ? reader.String() : null,
        };
    }

    private static IReadOnlyList<LoggedEvent> DecodeJson(ReadOnlySpan<byte> entry)
    {
        try
        {
            return JsonSerializer.Deserialize(entry, LoggedEventJson.Default.IReadOnlyListLoggedEvent)
                ?? throw new InvalidDataException("A journal entry is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A journal entry is not readable.", exception);
        }
    }
}

/// <summary>Generated JSON code.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<LoggedEvent>))]
internal sealed partial class LoggedEventJson : JsonSerializerContext;
