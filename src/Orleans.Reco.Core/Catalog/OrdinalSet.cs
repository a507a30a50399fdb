using System.Numerics;

namespace Orleans.Reco.Core;

/// <summary>A set of ordinals as bits, never changed.</summary>
public sealed class OrdinalSet
{
    private readonly ulong[] _bits;

    /// <summary>A set of the given ordinals.</summary>
    public OrdinalSet(ReadOnlySpan<int> ordinals)
    {
        var highest = -1;
        foreach (var ordinal in ordinals)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(ordinal, nameof(ordinals));
            highest = Math.Max(highest, ordinal);
        }

        _bits = new ulong[(highest / 64) + 1];
        foreach (var ordinal in ordinals)
        {
            _bits[ordinal / 64] |= 1UL << (ordinal % 64);
        }

        foreach (var word in _bits)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>The number of ordinals.</summary>
    public int Count { get; }

    /// <summary>The set as bits: the bit b of the word w is the ordinal 64 w + b.</summary>
    internal ReadOnlySpan<ulong> Words => _bits;

    /// <summary>True if the set has the ordinal.</summary>
    public bool Contains(int ordinal)
    {
        var word = (uint)ordinal / 64;
        return word < (uint)_bits.Length && (_bits[word] & (1UL << (ordinal & 63))) != 0;
    }
}
