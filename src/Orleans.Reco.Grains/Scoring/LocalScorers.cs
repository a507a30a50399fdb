using System.Collections.Concurrent;

namespace Orleans.Reco.Grains;

/// <summary>
/// The scoring grains that are active on this silo, for callers of this silo: a message to a grain that only passes it to a worker's queue would be
/// two more turns, and garbage, for each list.
/// </summary>
internal sealed class LocalScorers
{
    private readonly ConcurrentDictionary<long, Scorer> _scorers = new();

    /// <summary>The scorer of a slot; null where its grain is elsewhere or not active.</summary>
    public Scorer? Find(long slot) => _scorers.GetValueOrDefault(slot);

    public void Add(long slot, Scorer scorer) => _scorers[slot] = scorer;

    /// <summary>Forgets a scorer, unless another has taken the slot meanwhile.</summary>
    public void Remove(long slot, Scorer scorer) => _ = _scorers.TryRemove(new(slot, scorer));
}
