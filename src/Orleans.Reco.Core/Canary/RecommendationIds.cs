using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>
/// Recommendation ids: UUIDs of version 7 of whose 62 last random bits 24 are a hash of the model's version, so that a click that comes
/// back with the id is attributed without anything being kept.
/// </summary>
public static class RecommendationIds
{
    private const int Tag = 9;
    private const int TagBytes = 3;

    /// <summary>Makes an id.</summary>
    public static Guid Create(DateTimeOffset now, string version)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = Guid.CreateVersion7(now).TryWriteBytes(bytes);
        Hash(version, bytes.Slice(Tag, TagBytes));
        return new Guid(bytes);
    }

    /// <summary>True for an id that was made for a version; for another, once in 16 million.</summary>
    public static bool IsOf(string? id, string version)
    {
        if (!Guid.TryParse(id, out var parsed))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        Span<byte> tag = stackalloc byte[TagBytes];
        _ = parsed.TryWriteBytes(bytes);
        Hash(version, tag);
        return bytes.Slice(Tag, TagBytes).SequenceEqual(tag);
    }

    private static void Hash(string version, Span<byte> tag)
    {
        var hash = XxHash32.HashToUInt32(MemoryMarshal.AsBytes(version.AsSpan()));
        for (var i = 0; i < TagBytes; i++)
        {
            tag[i] = (byte)(hash >> (8 * i));
        }
    }
}
