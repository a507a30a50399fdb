using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Reco.Web;

/// <summary>Reads ISO 8601 times; a time without an offset is UTC, whatever the server's time zone.</summary>
internal sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time))
        {
            throw new JsonException();
        }

        var text = reader.GetString()!;
        return text[^1] is 'Z' || text.AsSpan(Math.Min(10, text.Length)).IndexOfAny('+', '-') >= 0
            ? time
            : new DateTimeOffset(time.DateTime, TimeSpan.Zero);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
