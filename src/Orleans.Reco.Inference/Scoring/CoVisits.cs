using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Neighbours by what the same users touched close in time, from the catalog's live signals: they know items that came after the
/// model, and need none. The lists are in order but without numbers, so the r-th of a list counts 1 / r.
/// </summary>
internal static class CoVisits
{
    /// <summary>Adds the neighbours of the last events that speak for their item, as <see cref="NeighbourTable.Accumulate"/> does.</summary>
    /// <param name="catalog">Has the co-visits.</param>
    /// <param name="history">The history, oldest first.</param>
    /// <param name="types">Tell which events speak for their item.</param>
    /// <param name="scores">Where the scores are added.</param>
    /// <param name="events">How many events count at most.</param>
    /// <param name="except">Leaves out events with items whose neighbours this model has already given; null = none.</param>
    public static void Accumulate(
        CatalogView catalog,
        ReadOnlySpan<HistoryEvent> history,
        InteractionTypes types,
        NeighbourScores scores,
        int events,
        ServingModel? except = null)
    {
        var weight = 1f;
        for (var i = history.Length - 1; i >= 0 && events > 0; i--)
        {
            ref readonly var step = ref history[i];
            if (types[step.Type].WeightOf(step.Value) > 0 && catalog[step.Ordinal] is { } row)
            {
                if (except is null || except.IndexOf(step.Ordinal) == 0)
                {
                    Add(row, weight, scores);
                }

                weight *= NeighbourTable.DefaultDecay;
                events--;
            }
        }
    }

    private static void Add(CatalogRow row, float weight, NeighbourScores scores)
    {
        var neighbours = row.Signals.CoVisits.Span;
        for (var rank = 0; rank < neighbours.Length; rank++)
        {
            scores.Add(neighbours[rank], weight / (rank + 1), row.Ordinal);
        }
    }
}
