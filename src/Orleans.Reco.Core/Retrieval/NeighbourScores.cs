using System.Runtime.CompilerServices;

namespace Orleans.Reco.Core;

/// <summary>Scores that a history gives to its neighbours, and which history item gave each the most. Reusable; not thread-safe.</summary>
public sealed class NeighbourScores
{
    private readonly OrdinalTable<Entry> _entries = new();

    /// <summary>The number of neighbours.</summary>
    public int Count => _entries.Count;

    /// <summary>The ordinals of all neighbours, in the order in which they were found.</summary>
    public ReadOnlySpan<int> Ordinals => _entries.Ordinals;

    /// <summary>Forgets all scores.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>The score of an item: 0 where it is nobody's neighbour.</summary>
    public float Score(int ordinal)
    {
        ref var entry = ref _entries.Find(ordinal);
        return Unsafe.IsNullRef(ref entry) ? 0 : entry.Score;
    }

    /// <summary>The history item that gave an item the most, or <see cref="HistoryEvent.NoItem"/>.</summary>
    public int Because(int ordinal)
    {
        ref var entry = ref _entries.Find(ordinal);
        return Unsafe.IsNullRef(ref entry) ? HistoryEvent.NoItem : entry.Because;
    }

    /// <summary>Adds to the score of an item.</summary>
    /// <param name="ordinal">The item.</param>
    /// <param name="score">How much.</param>
    /// <param name="because">The history item whose neighbour it is.</param>
    public void Add(int ordinal, float score, int because)
    {
        ref var entry = ref _entries.GetOrAdd(ordinal, out var exists);
        if (!exists || score > entry.Most)
        {
            (entry.Most, entry.Because) = (score, because);
        }

        entry.Score += score;
    }

    /// <summary>Offers the neighbours that a filter lets through.</summary>
    public void OfferTo(TopK result, CandidateFilter filter)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(filter);
        for (var i = 0; i < _entries.Count; i++)
        {
            var (ordinal, score) = (_entries.Ordinals[i], _entries.Values[i].Score);
            if (score >= result.Threshold && filter.Allows(ordinal))
            {
                _ = result.Offer(score, ordinal);
            }
        }
    }

    private struct Entry
    {
        public float Score;
        public float Most;
        public int Because;
    }
}
