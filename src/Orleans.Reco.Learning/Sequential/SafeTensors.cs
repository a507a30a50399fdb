using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Reco.Learning;

/// <summary>The safetensors file format, float32 only: the length of a JSON header, the header, the arrays.</summary>
internal static class SafeTensors
{
    private const string Metadata = "__metadata__";

    public static byte[] Write(IReadOnlyDictionary<string, WeightArray> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject { [Metadata] = JsonSerializer.SerializeToNode(metadata) };
        long end = 0;
        foreach (var (name, (shape, values)) in tensors)
        {
            long begin = end;
            end += (long)values.Length * sizeof(float);
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(s => JsonValue.Create(s))]),
                ["data_offsets"] = new JsonArray(begin, end),
            };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var file = new byte[checked(sizeof(long) + json.Length + end)];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, sizeof(long));
        var at = sizeof(long) + json.Length;
        foreach (var (_, values) in tensors.Values)
        {
            MemoryMarshal.AsBytes<float>(values).CopyTo(file.AsSpan(at));
            at += values.Length * sizeof(float);
        }

        return file;
    }

    /// <exception cref="DatasetException">The file is not whole or not of the format.</exception>
    public static (Dictionary<string, WeightArray> Tensors, Dictionary<string, string> Metadata) Read(ReadOnlySpan<byte> file)
    {
        try
        {
            var length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(file));
            var header = JsonNode.Parse(file.Slice(sizeof(long), length))!.AsObject();
            var data = file[(sizeof(long) + length)..];
            var metadata = header[Metadata]?.Deserialize<Dictionary<string, string>>() ?? [];
            var tensors = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
            foreach (var (name, entry) in header)
            {
                if (name == Metadata)
                {
                    continue;
                }

                var shape = entry!["shape"].Deserialize<long[]>()!;
                var offsets = entry["data_offsets"].Deserialize<int[]>()!;
                var values = MemoryMarshal.Cast<byte, float>(data[offsets[0]..offsets[1]]).ToArray();
                tensors[name] = (string?)entry["dtype"] == "F32" && values.Length == shape.Aggregate(1L, (all, s) => all * s)
                    ? new WeightArray(shape, values)
                    : throw new DatasetException(name, "is not a float32 array of its shape.");
            }

            return (tensors, metadata);
        }
        catch (Exception exception) when (
            exception is ArgumentException or JsonException or OverflowException or NullReferenceException or InvalidOperationException)
        {
            throw new DatasetException("weights", $"the file is damaged: {exception.Message}");
        }
    }
}
