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

    /// <summary>The exposures, oldest first.</summary>
    public Packed<Exposure> ToPacked() => _exposures.Last(Count);

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
