using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>Scores that a history gives to its neighbours, and which history item gave each the most. Reusable; not thread-safe.</summary>
public sealed class NeighbourScores
{
    private readonly Dictionary<int, Entry> _entries = [];

    /// <summary>The number of neighbours.</summary>
    public int Count => _entries.Count;

    /// <summary>The ordinals of all neighbours, in no order.</summary>
    public IEnumerable<int> Ordinals => _entries.Keys;

    /// <summary>Forgets all scores.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>The score of an item: 0 where it is nobody's neighbour.</summary>
    public float Score(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Score : 0;

    /// <summary>The history item that gave an item the most, or <see cref="HistoryEvent.NoItem"/>.</summary>
    public int Because(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Because : HistoryEvent.NoItem;

    /// <summary>Offers the neighbours that a filter lets through.</summary>
    public void OfferTo(TopK result, CandidateFilter filter)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(filter);
        foreach (var (ordinal, entry) in _entries)
        {
            if (entry.Score >= result.Threshold && filter.Allows(ordinal))
            {
                result.Offer(entry.Score, ordinal);
            }
        }
    }

    internal void Add(int ordinal, float score, int because)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, ordinal, out var exists);
        if (!exists || score > entry.Most)
        {
            (entry.Most, entry.Because) = (score, because);
        }

        entry.Score += score;
    }

    private struct Entry
    {
        public float Score;
        public float Most;
        public int Because;
    }
}
