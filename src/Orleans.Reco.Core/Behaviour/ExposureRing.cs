namespace Orleans.Reco.Core;

/// <summary>What was served to a user lately, so that the same items are not shown for ever.</summary>
public sealed class ExposureRing
{
    /// <summary>Exposures kept by default.</summary>
    public const int DefaultCapacity = 256;

    private Ring<Exposure> _exposures;

    /// <summary>An empty ring.</summary>
    public ExposureRing(int capacity = DefaultCapacity) => _exposures = new(capacity);

    private ExposureRing(Ring<Exposure> exposures) => _exposures = exposures;

    /// <summary>The number of exposures.</summary>
    public int Count => _exposures.Count;

    /// <summary>Most exposures.</summary>
    public int Capacity => _exposures.Capacity;

    /// <summary>Restores a ring, oldest first; of too many exposures the newest stay.</summary>
    public static ExposureRing From(Packed<Exposure> exposures, int capacity = DefaultCapacity) =>
        new(Ring<Exposure>.From(exposures.Span, capacity));

    /// <summary>Records a list that was served.</summary>
    public void Record(ReadOnlySpan<int> ordinals, uint now)
    {
        foreach (var ordinal in ordinals)
        {
            _exposures.Add(new Exposure(ordinal, now));
        }
    }

    /// <summary>How often an item was served at or after a time.</summary>
    public int CountSince(int ordinal, uint since)
    {
        _exposures.Segments(out var older, out var newer);
        return CountSince(older, ordinal, since) + CountSince(newer, ordinal, since);
    }

    /// <summary>
    /// Counts all items that were served at or after a time in one pass, into buckets that items may share: a bound for each, by which
    /// hardly any item of a list needs <see cref="CountSince(int, uint)"/> (Cormode and Muthukrishnan, 2005, with one row).
    /// </summary>
    /// <param name="since">Exposures before it do not count.</param>
    /// <param name="tally">Zeros; a power of two of them.</param>
    internal void Tally(uint since, Span<ushort> tally)
    {
        _exposures.Segments(out var older, out var newer);
        Tally(older, since, tally);
        Tally(newer, since, tally);
    }

    /// <summary>What <see cref="CountSince(int, uint)"/> does not exceed, given a tally of the same time; at least up to 65,535.</summary>
    internal static int AtMost(int ordinal, ReadOnlySpan<ushort> tally) => tally[Bucket(ordinal, tally.Length)];

    /// <summary>The exposures, oldest first.</summary>
    public Packed<Exposure> ToPacked() => _exposures.Last(Count);

    private static void Tally(ReadOnlySpan<Exposure> exposures, uint since, Span<ushort> tally)
    {
        foreach (ref readonly var exposure in exposures)
        {
            if (exposure.UnixSeconds >= since)
            {
                ref var count = ref tally[Bucket(exposure.Ordinal, tally.Length)];
                count += (ushort)(count < ushort.MaxValue ? 1 : 0);
            }
        }
    }

    // Fibonacci hashing: ordinals of one import, which are near each other, fall apart.
    private static int Bucket(int ordinal, int buckets) => (int)(((uint)ordinal * 2654435769u) >> 16) & (buckets - 1);

    private static int CountSince(ReadOnlySpan<Exposure> exposures, int ordinal, uint since)
    {
        var count = 0;
        foreach (ref readonly var exposure in exposures)
        {
            if (exposure.Ordinal == ordinal && exposure.UnixSeconds >= since)
            {
                count++;
            }
        }

        return count;
    }
}
