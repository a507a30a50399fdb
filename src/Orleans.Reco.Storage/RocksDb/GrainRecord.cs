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
    public static GrainRecord? FromValue(byte[]? value) => value switch
    {
        null => null,
        { Length: < HeaderBytes } => throw new InvalidDataException($"A grain record has {value.Length} bytes; at least {HeaderBytes} expected."),
        _ => new GrainRecord(FormatETag(BinaryPrimitives.ReadUInt64BigEndian(value)), value.AsMemory(HeaderBytes)),
    };

    /// <summary>A value with room for the ETag, which the writer thread fills in.</summary>
    public static byte[] NewValue(ReadOnlySpan<byte> payload)
    {
        var value = new byte[HeaderBytes + payload.Length];
        payload.CopyTo(value.AsSpan(HeaderBytes));
        return value;
    }

    /// <summary>An ETag as grains see it.</summary>
    public static string FormatETag(ulong etag) => etag.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Fills in the ETag.</summary>
    public static void SetETag(byte[] value, ulong etag) => BinaryPrimitives.WriteUInt64BigEndian(value, etag);
}
