using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Reco.Storage;

/// <summary>
/// Journal entries as JSON through generated code: a few microseconds an event, readable when something goes wrong, and safe over
/// upgrades because fields carry names. Size hardly matters: an entry lives for one segment.
/// </summary>
internal static class LoggedEventCodec
{
    /// <summary>Writes the events of one append.</summary>
    public static byte[] Encode(IReadOnlyList<LoggedEvent> events) =>
        JsonSerializer.SerializeToUtf8Bytes(events, LoggedEventJson.Default.IReadOnlyListLoggedEvent);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The entry is not readable.</exception>
    public static IReadOnlyList<LoggedEvent> Decode(ReadOnlySpan<byte> entry)
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
