using System.IO.Hashing;

namespace Orleans.Reco.Storage;

/// <summary>
/// The ETags of the records that were written last, so that the next write of one need not read it. All writes go through one thread, which has this.
/// </summary>
/// <remarks>
/// A record stands under 128 bits of hash, by which two never meet. It has one place, which the next record of that place takes over.
/// </remarks>
internal sealed class WrittenETags
{
    private const int Places = 1 << 17;

    private readonly (UInt128 Record, ulong ETag)[] _written = new (UInt128, ulong)[Places];

    /// <summary>What a record stands under.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> key) => XxHash128.HashToUInt128(key);

    /// <summary>The ETag of a record; false where it is not known, as for one that was deleted.</summary>
    public bool TryFind(UInt128 record, out ulong etag)
    {
        ref readonly var place = ref _written[PlaceOf(record)];
        etag = place.ETag;
        return place.Record == record && etag != 0;
    }

    /// <summary>A record has this ETag now; 0 = it is deleted.</summary>
    public void Put(UInt128 record, ulong etag) => _written[PlaceOf(record)] = (record, etag);

    /// <summary>Forgets all: what the store has is not known for sure.</summary>
    public void Clear() => Array.Clear(_written);

    private static int PlaceOf(UInt128 record) => (int)((ulong)record & (Places - 1));
}
