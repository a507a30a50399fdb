using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>
/// The last event ids, as 64-bit hashes, to recognise an event that is sent again. Two ids of a window share a hash by chance once in
/// about 10^15 windows; the price of that is one dropped event.
/// </summary>
public sealed class EventIdWindow
{
    /// <summary>Ids kept by default.</summary>
    public const int DefaultCapacity = 128;

    private Ring<ulong> _hashes;

    /// <summary>An empty window.</summary>
    public EventIdWindow(int capacity = DefaultCapacity) => _hashes = new(capacity);

    private EventIdWindow(Ring<ulong> hashes) => _hashes = hashes;

    /// <summary>The number of ids.</summary>
    public int Count => _hashes.Count;

    /// <summary>Most ids.</summary>
    public int Capacity => _hashes.Capacity;

    /// <summary>Restores a window, oldest first; of too many ids the newest stay.</summary>
    public static EventIdWindow From(Packed<ulong> hashes, int capacity = DefaultCapacity) =>
        new(Ring<ulong>.From(hashes.Span, capacity));

    /// <summary>The hash that stands for an id.</summary>
    /// <remarks>UTF-16 bytes hash without a transcoding copy, and say as much as UTF-8.</remarks>
    public static ulong HashOf(string eventId) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(eventId.AsSpan()));

    /// <summary>True if the id was added and has not left the window.</summary>
    public bool Contains(string eventId) => Contains(HashOf(eventId));

    /// <summary>True if the id with this hash was added and has not left the window.</summary>
    public bool Contains(ulong hash)
    {
        _hashes.Segments(out var older, out var newer);
        return older.Contains(hash) || newer.Contains(hash);
    }

    /// <summary>Adds an id; nothing changes if the window holds it.</summary>
    public void Add(string eventId) => Add(HashOf(eventId));

    /// <summary>Adds an id by its hash; nothing changes if the window holds it.</summary>
    public void Add(ulong hash)
    {
        if (!Contains(hash))
        {
            _hashes.Add(hash);
        }
    }

    /// <summary>The hashes, oldest first.</summary>
    public Packed<ulong> ToPacked() => _hashes.Last(Count);
}
