using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Training;

/// <summary>Cuts what is larger than a message into pieces and puts it together again.</summary>
internal static class ContentBytes
{
    /// <summary>Bytes of a piece; the runtime's limit for a message is 100 MB, and small ones let others through.</summary>
    public const int ChunkBytes = 1 << 20;

    /// <summary>Calls at a time in one direction between two silos.</summary>
    public const int Parallelism = 4;

    /// <summary>The name of a content: the same bytes have the same.</summary>
    public static string IdOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    public static ReadOnlySpan<byte> Of(ReadOnlyMemory<float> values) => MemoryMarshal.AsBytes(values.Span);

    public static PartChunk[] Cut(string slot, ReadOnlySpan<byte> bytes)
    {
        var id = IdOf(bytes);
        var chunks = new PartChunk[Count(bytes.Length)];
        for (var i = 0; i < chunks.Length; i++)
        {
            chunks[i] = new PartChunk(slot, id, i, chunks.Length, Chunk(bytes, i));
        }

        return chunks;
    }

    public static int Count(int bytes) => Math.Max(1, (bytes + ChunkBytes - 1) / ChunkBytes);

    public static Packed<byte> Chunk(ReadOnlySpan<byte> bytes, int index)
    {
        var begin = index * ChunkBytes;
        return new Packed<byte>(bytes[begin..Math.Min(bytes.Length, begin + ChunkBytes)]);
    }

    public static byte[] Join(IReadOnlyList<Packed<byte>> chunks)
    {
        var bytes = new byte[chunks.Sum(chunk => chunk.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.Span.CopyTo(bytes.AsSpan(at));
            at += chunk.Length;
        }

        return bytes;
    }

    /// <summary>Little-endian floats.</summary>
    public static float[] ToFloats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
