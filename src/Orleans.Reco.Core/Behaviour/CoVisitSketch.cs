using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>
/// The items most often touched together with an item, in bounded space: SpaceSaving (Metwally, Agrawal and El Abbadi, 2005) over
/// weights that decay. A neighbour with more than 1/capacity of all weight is never missed.
/// </summary>
public sealed class CoVisitSketch
{
    /// <summary>Neighbours kept by default.</summary>
    public const int DefaultCapacity = 64;

    private readonly double _halfLifeSeconds;
    private readonly List<CoVisit> _entries;
    private uint _time;

    /// <summary>An empty sketch.</summary>
    /// <param name="halfLifeSeconds">In how many seconds a weight halves.</param>
    /// <param name="capacity">Most neighbours.</param>
    public CoVisitSketch(double halfLifeSeconds, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(halfLifeSeconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _halfLifeSeconds = halfLifeSeconds;
        Capacity = capacity;
        _entries = [];
    }

    /// <summary>The number of neighbours.</summary>
    public int Count => _entries.Count;

    /// <summary>Most neighbours.</summary>
    public int Capacity { get; }

    /// <summary>Restores a sketch; of too many neighbours the heaviest stay.</summary>
    public static CoVisitSketch From(Packed<CoVisit> entries, double halfLifeSeconds, int capacity = DefaultCapacity)
    {
        var sketch = new CoVisitSketch(halfLifeSeconds, capacity);
        foreach (ref readonly var entry in entries.Span)
        {
            sketch._time = Math.Max(sketch._time, entry.UnixSeconds);
        }

        foreach (ref readonly var entry in entries.Span)
        {
            sketch._entries.Add(sketch.AsOf(entry, sketch._time));
        }

        if (sketch.Count > capacity)
        {
            sketch._entries.Sort((a, b) => b.Weight.CompareTo(a.Weight));
            sketch._entries.RemoveRange(capacity, sketch.Count - capacity);
        }

        return sketch;
    }

    /// <summary>Counts a joint visit. Weights that are not positive are ignored: the sketch counts what goes together.</summary>
    public void Add(int ordinal, float weight, uint time)
    {
        if (!(weight > 0))
        {
            return;
        }

        if (time > _time)
        {
            MoveTo(time);
        }

        var added = weight * (float)DecayedCounter.Decay(_time - time, _halfLifeSeconds);
        var lightest = -1;
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Ordinal == ordinal)
            {
                _entries[i] = _entries[i] with { Weight = _entries[i].Weight + added };
                return;
            }

            if (lightest < 0 || _entries[i].Weight < _entries[lightest].Weight)
            {
                lightest = i;
            }
        }

        if (_entries.Count < Capacity)
        {
            _entries.Add(new CoVisit(ordinal, added, 0, _time));
        }
        else
        {
            var replaced = _entries[lightest].Weight;
            _entries[lightest] = new CoVisit(ordinal, replaced + added, replaced, _time);
        }
    }

    /// <summary>The neighbours with the most guaranteed weight, best first.</summary>
    public Packed<int> Top(int k)
    {
        // Asked for at every flush of every item that somebody touches.
        Span<CoVisit> sorted = Count <= DefaultCapacity ? stackalloc CoVisit[Count] : new CoVisit[Count];
        CollectionsMarshal.AsSpan(_entries).CopyTo(sorted);
        sorted.Sort(static (a, b) => a.Guaranteed != b.Guaranteed ? b.Guaranteed.CompareTo(a.Guaranteed) : a.Ordinal.CompareTo(b.Ordinal));
        var top = new int[Math.Min(k, Count)];
        for (var i = 0; i < top.Length; i++)
        {
            top[i] = sorted[i].Ordinal;
        }

        return new Packed<int>(top);
    }

    /// <summary>The neighbours in no order.</summary>
    public Packed<CoVisit> ToPacked() => new(_entries.ToArray());

    private void MoveTo(uint time)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            _entries[i] = AsOf(_entries[i], time);
        }

        _time = time;
    }

    private CoVisit AsOf(in CoVisit entry, uint time)
    {
        var decay = (float)DecayedCounter.Decay(time - entry.UnixSeconds, _halfLifeSeconds);
        return new CoVisit(entry.Ordinal, entry.Weight * decay, entry.Error * decay, time);
    }
}
