using System.Runtime.CompilerServices;

namespace Orleans.Reco.Core;

/// <summary>
/// Values by ordinal, in the order in which they came: what a query knows of some hundreds of items, each of which is looked up several times.
/// A dictionary does the same; this needs no division to find the place of an ordinal and one look at memory to see that it is there.
/// Reusable; not thread-safe.
/// </summary>
/// <remarks>Open addressing with linear probing (Knuth, The Art of Computer Programming, vol. 3, 6.4), at most half full.</remarks>
internal sealed class OrdinalTable<T>
    where T : struct
{
    private const int SmallestRoom = 256;

    /// <summary>2 to the 32 over the golden ratio: spreads ordinals that are close to each other (Knuth).</summary>
    private const uint Spread = 0x9E3779B1;

    private Slot[] _slots = new Slot[2 * SmallestRoom];
    private int[] _ordinals = new int[SmallestRoom];
    private T[] _values = new T[SmallestRoom];
    private int _shift = 32 - int.Log2(2 * SmallestRoom);

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The ordinals in the order in which they came.</summary>
    public ReadOnlySpan<int> Ordinals => _ordinals.AsSpan(0, Count);

    /// <summary>The values in the order in which they came.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    /// <summary>The value of an ordinal; a null reference where it has none.</summary>
    public ref T Find(int ordinal)
    {
        var slot = _slots[SlotOf(ordinal)];
        return ref slot.Place > 0 ? ref _values[slot.Place - 1] : ref Unsafe.NullRef<T>();
    }

    /// <summary>The value of an ordinal, made if there is none. Good until the next is made.</summary>
    public ref T GetOrAdd(int ordinal, out bool exists)
    {
        var at = SlotOf(ordinal);
        exists = _slots[at].Place > 0;
        if (exists)
        {
            return ref _values[_slots[at].Place - 1];
        }

        if (Count == _values.Length)
        {
            Grow();
            at = SlotOf(ordinal);
        }

        _ordinals[Count] = ordinal;
        _values[Count] = default;
        _slots[at] = new Slot(ordinal, Count + 1);
        return ref _values[Count++];
    }

    /// <summary>Where the ordinal is, or the free slot where it would be.</summary>
    private int SlotOf(int ordinal)
    {
        var slots = _slots;
        var at = (int)(((uint)ordinal * Spread) >> _shift);
        while (slots[at].Place > 0 && slots[at].Ordinal != ordinal)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return at;
    }

    private void Grow()
    {
        Array.Resize(ref _ordinals, 2 * Count);
        Array.Resize(ref _values, 2 * Count);
        _slots = new Slot[4 * Count];
        _shift--;
        for (var i = 0; i < Count; i++)
        {
            _slots[SlotOf(_ordinals[i])] = new Slot(_ordinals[i], i + 1);
        }
    }

    /// <param name="Ordinal">Whose.</param>
    /// <param name="Place">The place of its value, from 1; 0 = free.</param>
    private readonly record struct Slot(int Ordinal, int Place);
}
