using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Neighbours by what the same users touched close in time, from the catalog's live signals: they know items that came after the
/// model, and need none. The lists are in order but without numbers, so the r-th of a list counts 1 / r. Reusable; not thread-safe.
/// </summary>
internal sealed class CoVisitScores
{
    private readonly Dictionary<int, Entry> _entries = [];

    /// <summary>Ordinals in no order.</summary>
    public IEnumerable<int> Ordinals => _entries.Keys;

    public float Score(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Score : 0;

    public int Because(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Because : HistoryEvent.NoItem;

    /// <summary>
    /// Replaces the scores by those of the last events that speak for their item, as in <see cref="NeighbourTable.Accumulate"/>.
    /// </summary>
    /// <param name="catalog">Has the co-visits.</param>
    /// <param name="history">The history, oldest first.</param>
    /// <param name="types">Tell which events speak for their item.</param>
    /// <param name="events">How many events count at most.</param>
    /// <param name="except">Leaves out events with items whose neighbours this model has already given; null = none.</param>
    public void Compute(CatalogView catalog, ReadOnlySpan<HistoryEvent> history, InteractionTypes types, int events, ServingModel? except = null)
    {
        _entries.Clear();
        var weight = 1f;
        for (var i = history.Length - 1; i >= 0 && events > 0; i--)
        {
            ref readonly var step = ref history[i];
            if (types[step.Type].WeightOf(step.Value) > 0 && catalog[step.Ordinal] is { } row)
            {
                if (except is null || except.IndexOf(step.Ordinal) == 0)
                {
                    Add(row, weight);
                }

                weight *= NeighbourTable.DefaultDecay;
                events--;
            }
        }
    }

    private void Add(CatalogRow row, float weight)
    {
        var neighbours = row.Signals.CoVisits.Span;
        for (var rank = 0; rank < neighbours.Length; rank++)
        {
            var score = weight / (rank + 1);
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, neighbours[rank], out var exists);
            if (!exists || score > entry.Most)
            {
                (entry.Most, entry.Because) = (score, row.Ordinal);
            }

            entry.Score += score;
        }
    }

    private struct Entry
    {
        public float Score;
        public float Most;
        public int Because;
    }
}
