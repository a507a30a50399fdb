using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Orleans.Reco.Storage;

/// <summary>A grain's state as it is stored: 8 bytes of ETag (big-endian), then the payload; an empty payload is a cleared state.</summary>
/// <param name="ETag">The version of the record.</param>
/// <param name="Payload">The serialised state; empty where the state was cleared and the record kept.</param>
internal sealed record GrainRecord(string ETag, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Length of the ETag in front of the payload, in bytes.</summary>
    public const int HeaderBytes = sizeof(ulong);

    /// <summary>The bytes of a key.</summary>
    public static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);

    /// <summary>Reads a stored value; null for no value.</summary>
    /// <exception cref="InvalidDataException">The value is too short to be a record.</exception>
    public static GrainRecord? FromValue(byte[]? value) => value is null ? null : new GrainRecord(FormatETag(ETagOf(value)), value.AsMemory(HeaderBytes));

    /// <summary>The ETag of a stored value.</summary>
    /// <exception cref="InvalidDataException">The value is too short to be a record.</exception>
    public static ulong ETagOf(ReadOnlySpan<byte> value) => value.Length >= HeaderBytes
        ? BinaryPrimitives.ReadUInt64BigEndian(value)
        : throw new InvalidDataException($"A grain record has {value.Length} bytes; at least {HeaderBytes} expected.");

    /// <summary>An ETag as grains see it.</summary>
    public static string FormatETag(ulong etag) => etag.ToString("x16", CultureInfo.InvariantCulture);
}
