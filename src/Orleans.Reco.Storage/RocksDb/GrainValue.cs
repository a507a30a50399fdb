using System.Buffers;
using System.Buffers.Binary;

namespace Orleans.Reco.Storage;

/// <summary>A record on its way to the store, in memory of the pool: a busy silo writes megabytes of them a second.</summary>
internal sealed class GrainValue
{
    private byte[]? _bytes;

    private GrainValue(byte[] bytes, int length) => (_bytes, Length) = (bytes, length);

    /// <summary>Bytes of the record.</summary>
    public int Length { get; }

    /// <summary>A record of a payload, with room for the ETag in front.</summary>
    public static GrainValue Of(ReadOnlySpan<byte> payload)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(GrainRecord.HeaderBytes + payload.Length);
        payload.CopyTo(bytes.AsSpan(GrainRecord.HeaderBytes));
        return new GrainValue(bytes, GrainRecord.HeaderBytes + payload.Length);
    }

    /// <summary>The record with an ETag, valid until <see cref="Free"/>.</summary>
    public ReadOnlySpan<byte> With(ulong etag)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        BinaryPrimitives.WriteUInt64BigEndian(_bytes, etag);
        return _bytes.AsSpan(0, Length);
    }

    /// <summary>Gives the memory back. For the one who read it: a writer that gave up waiting must not free what is still to be read.</summary>
    public void Free()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
