using System.Numerics;

namespace Orleans.Reco.Core;

/// <summary>
/// A bounded queue that overwrites its oldest value. It starts small, since most users have few events, and doubles to its capacity.
/// </summary>
/// <remarks>A part of the object that has it, as there are three in each user's memory; a copy shares the values and must not be used.</remarks>
internal struct Ring<T>
    where T : unmanaged
{
    private const int SmallestLength = 4;
    private T[] _values;
    private int _oldest;

    public Ring(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_values, Capacity) = ([], capacity);
    }

    public int Count { readonly get; private set; }

    public int Capacity { get; }

    public readonly ref readonly T this[int fromOldest]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)fromOldest, (uint)Count, nameof(fromOldest));
            var index = _oldest + fromOldest;
            return ref _values[index < _values.Length ? index : index - _values.Length];
        }
    }

    public static Ring<T> From(ReadOnlySpan<T> oldestFirst, int capacity)
    {
        var ring = new Ring<T>(capacity);
        var kept = oldestFirst[Math.Max(0, oldestFirst.Length - capacity)..];
        ring._values = kept.ToArray();
        ring.Count = kept.Length;
        return ring;
    }

    public void Add(in T value)
    {
        if (Count == _values.Length && Count < Capacity)
        {
            Grow();
        }

        if (Count < _values.Length)
        {
            _values[(_oldest + Count) % _values.Length] = value;
            Count++;
        }
        else
        {
            _values[_oldest] = value;
            _oldest = (_oldest + 1) % _values.Length;
        }
    }

    /// <summary>Both halves of the ring, older values first.</summary>
    public readonly void Segments(out ReadOnlySpan<T> older, out ReadOnlySpan<T> newer)
    {
        var first = Math.Min(Count, _values.Length - _oldest);
        older = _values.AsSpan(_oldest, first);
        newer = _values.AsSpan(0, Count - first);
    }

    public readonly Packed<T> Last(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        Segments(out var older, out var newer);
        var length = Math.Min(n, Count);
        var fromNewer = Math.Min(length, newer.Length);
        var values = new T[length];
        older[(older.Length - (length - fromNewer))..].CopyTo(values);
        newer[(newer.Length - fromNewer)..].CopyTo(values.AsSpan(length - fromNewer));
        return new Packed<T>(values);
    }

    private void Grow()
    {
        var length = (int)Math.Min((uint)Capacity, BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestLength, Count + 1)));
        var grown = new T[length];
        Segments(out var older, out var newer);
        older.CopyTo(grown);
        newer.CopyTo(grown.AsSpan(older.Length));
        (_values, _oldest) = (grown, 0);
    }
}
