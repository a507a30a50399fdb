using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

/// <summary>Reads request bodies.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 256;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>How bodies are read: names and types exactly as documented, unknown fields tolerated.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new UtcTimestampConverter() },
    };

    /// <summary>What a body of another type is told.</summary>
    public static FieldError NotJson { get; } = new("Content-Type", "must be application/json");

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="RequestProblemException">Too large, not JSON, or not an object.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new RequestProblemException(415, "The body must be JSON.", NotJson);
        }

        var bytes = await ReadBytesAsync(http).ConfigureAwait(false);
        try
        {
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw RequestProblemException.Invalid("body", "must be a JSON object");
        }
        catch (JsonException broken)
        {
            throw RequestProblemException.Invalid(
                "body", $"is not valid JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}");
        }
    }

    /// <summary>The body as a value; every wrong type is named.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext http)
        where T : class
    {
        using var document = await ReadAsync(http).ConfigureAwait(false);
        return Fields.TryRead<T>(document.RootElement, out var error) ?? throw RequestProblemException.Invalid([error!]);
    }

    /// <summary>The elements of the array that is the body's one field.</summary>
    public static JsonElement.ArrayEnumerator Elements(JsonDocument body, string name, int max)
    {
        if (!Fields.TryGet(body.RootElement, name, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            throw RequestProblemException.Invalid(name, "is required and must be an array");
        }

        return array.GetArrayLength() is var length && length >= 1 && length <= max
            ? array.EnumerateArray()
            : throw RequestProblemException.Invalid(name, $"must hold 1 to {max} elements, not {length}");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext http)
    {
        var limit = http.RequestServices.GetRequiredService<IOptions<RecoWebOptions>>().Value.MaxBodyBytes;
        if (http.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var buffer = new ArrayBufferWriter<byte>((int)(http.Request.ContentLength ?? 4096) + 1);
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer.GetMemory(4096), http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                throw TooLarge(limit);
            }
        }

        return buffer.WrittenSpan.StartsWith(ByteOrderMark) ? buffer.WrittenMemory[ByteOrderMark.Length..] : buffer.WrittenMemory;
    }

    private static RequestProblemException TooLarge(int limit) =>
        new(413, "The body is too large.", new FieldError("body", $"must have at most {limit} bytes"));
}
