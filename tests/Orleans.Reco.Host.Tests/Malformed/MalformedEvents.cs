using System.Text;
using CsCheck;

namespace Orleans.Reco.Tests;

/// <summary>Events that must be rejected alone: raw bytes, because some of them are not even text.</summary>
internal static class MalformedEvents
{
    private static readonly string Huge = new('x', 1_000_000);

    // A good event of which one field is spoilt.
    private static readonly (string Name, string Good)[] Fields =
        [("eventId", ""), ("userId", "\"anna\""), ("itemId", "\"item\""), ("type", "\"click\""), ("value", "1"), ("timestamp", ""),
         ("sessionId", "\"s\""), ("recommendationId", "\"r\""), ("context", "{}")];

    private static readonly string[] WrongTypes = ["{}", "[]", "true", "[1,2]", "{\"a\":{}}"];

    private static readonly string[] BadTexts =
        ["\"\"", "\"a\\u0000b\"", "\"\\u0007\"", "\"\\ud800\"", "\"x\\udc00y\"", $"\"{new string('y', 300)}\"", "12", "1e5"];

    private static readonly string[] BadValues = ["\"NaN\"", "\"1\"", "1e999", "-1e999", "1e300", $"{new string('9', 5000)}", "\"Infinity\""];

    private static readonly string[] BadTimes =
        ["\"tomorrow\"", "\"2999-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00Z\"", "\"0000-00-00\"", "1700000000", "\"99999-01-01T00:00:00Z\"",
         "\"\"", "\"0001-01-01T00:00:00+14:00\"", "\"2026-02-30T00:00:00Z\""];

    private static readonly string[] BadContexts =
        ["{\"a\":1}", "{\"a\":null}", "{\"a\":{\"b\":\"c\"}}", "\"text\"", "{\"\":\"empty name\"}", $"{{\"a\":\"{new string('z', 10_000)}\"}}",
         "{" + string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"k{i}\":\"v\"")) + "}", "{\"a\":\"\\ud800\"}", "{\"\\udfff\":\"a\"}"];

    private static readonly string[] BadTypes = ["\"teleport\"", "\"CLICK\"", "\"\"", "\"view \"", "null", "3", "\"\\u0000\""];

    private static readonly string[] NoObjects = ["null", "1", "-0.0", "\"event\"", "[]", "[[[]]]", "true", "1e999"];

    /// <summary>A field and what is wrong with it.</summary>
    private static readonly Gen<byte[]> Spoilt = Gen.OneOf(
        Gen.Select(Gen.OneOf("eventId", "userId", "itemId", "sessionId", "recommendationId"), Gen.OneOf(BadTexts), With),
        Gen.Select(Gen.OneOf("eventId", "userId", "itemId", "type", "value", "timestamp"), Gen.OneOf(WrongTypes), With),
        Gen.Select(Gen.OneOf("userId", "itemId", "type"), Gen.OneOf("null", ""), With),
        Gen.OneOf(BadValues).Select(value => With("value", value)),
        Gen.OneOf(BadTimes).Select(value => With("timestamp", value)),
        Gen.OneOf(BadContexts).Select(value => With("context", value)),
        Gen.OneOf(BadTypes).Select(value => With("type", value)),
        Gen.OneOf("-1", "10.5", "null", "1e999", "-0.001").Select(value => With("value", value, "\"rating\"")),
        Gen.OneOf(NoObjects).Select(Encoding.UTF8.GetBytes));

    private static readonly Gen<byte[]> Large =
        Gen.OneOf("eventId", "userId", "itemId", "type", "sessionId").Select(field => With(field, $"\"{Huge}\""));

    private static readonly Gen<byte[]> BadUtf8 = Gen.Select(
        Gen.OneOf("eventId", "userId", "itemId", "type", "sessionId"),
        Gen.OneOf<byte[]>([0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80], [0x80]),
        (field, bytes) => Replace(With(field, "\"@@\""), bytes));

    private static readonly Gen<byte[]> Deep =
        Gen.Int[70, 240].Select(depth => With("context", new string('[', depth) + new string(']', depth)));

    /// <summary>One malformed event; a hundredth of them are a megabyte long.</summary>
    public static readonly Gen<byte[]> One = Gen.Frequency((85, Spoilt), (1, Large), (9, BadUtf8), (5, Deep));

    private static byte[] With(string field, string raw) => With(field, raw, "\"click\"");

    private static byte[] With(string field, string raw, string type)
    {
        var parts = Fields
            .Select(f => (f.Name, Raw: f.Name == field ? raw : f.Name == "type" ? type : f.Good))
            .Where(f => f.Raw.Length > 0)
            .Select(f => $"\"{f.Name}\":{f.Raw}");
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', parts)}}}");
    }

    private static byte[] Replace(byte[] json, byte[] bytes)
    {
        var at = json.AsSpan().IndexOf("@@"u8);
        return [.. json[..at], .. bytes, .. json[(at + 2)..]];
    }
}
