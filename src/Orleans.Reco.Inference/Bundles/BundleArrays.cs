using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>Arrays of 4-byte values as the little-endian bytes of a file.</summary>
internal static class BundleArrays
{
    public const int ValueSize = 4;

    /// <summary>The bytes of the values; no copy on a little-endian machine.</summary>
    public static ReadOnlySpan<byte> ToBytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        return BitConverter.IsLittleEndian ? bytes : Swap(bytes.ToArray());
    }

    /// <summary>The values of a file's bytes.</summary>
    public static T[] FromBytes<T>(byte[] bytes)
        where T : unmanaged
    {
        var little = BitConverter.IsLittleEndian ? bytes : Swap(bytes);
        return MemoryMarshal.Cast<byte, T>(little).ToArray();
    }

    private static Span<byte> Swap(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, int>(bytes);
        BinaryPrimitives.ReverseEndianness(words, words);
        return bytes;
    }
}
