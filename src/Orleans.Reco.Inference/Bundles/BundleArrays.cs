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

    /// <summary>Makes what was read from a file into values of this machine, in place.</summary>
    public static void FromLittleEndian<T>(Span<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            _ = Swap(MemoryMarshal.AsBytes(values));
        }
    }

    private static Span<byte> Swap(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, int>(bytes);
        BinaryPrimitives.ReverseEndianness(words, words);
        return bytes;
    }
}
