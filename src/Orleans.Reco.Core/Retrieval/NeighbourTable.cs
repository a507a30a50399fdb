namespace Orleans.Reco.Core;

/// <summary>A model's nearest neighbours of each item: item-kNN (Sarwar et al., 2001). Never changed.</summary>
public sealed class NeighbourTable
{
    /// <summary>Events of a history that count by default.</summary>
    public const int DefaultEvents = 10;

    /// <summary>What an event counts by default against the one after it.</summary>
    public const float DefaultDecay = 0.8f;

    private readonly int[] _neighbours;
    private readonly float[] _scores;
    private readonly OrdinalRows _rows;

    /// <summary>Takes the table over.</summary>
    /// <param name="neighbours">Rows of neighbours, shape <c>[rows.Count, width]</c>, best first; below 0 = none. Taken over.</param>
    /// <param name="scores">Similarities, same shape. Taken over.</param>
    /// <param name="width">Neighbours of an item.</param>
    /// <param name="rows">Which item each row belongs to.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a neighbour is not a row.</exception>
    public NeighbourTable(int[] neighbours, float[] scores, int width, OrdinalRows rows)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (neighbours.Length != (long)rows.Count * width || scores.Length != neighbours.Length)
        {
            throw new ArgumentException(
                $"{rows.Count} x {width} neighbours need as many rows and scores, not {neighbours.Length} and {scores.Length}.",
                nameof(neighbours));
        }

        foreach (var neighbour in neighbours)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neighbour, rows.Count, nameof(neighbours));
        }

        (_neighbours, _scores, Width, _rows) = (neighbours, scores, width, rows);
    }

    /// <summary>Neighbours of an item.</summary>
    public int Width { get; }

    /// <summary>
    /// Adds <c>knn(i) = Σ decay^age · similarity(j, i)</c> over the last events j of a history, age 0 being the last one. Events that
    /// speak against their item, and events with items that the table does not know, are passed over and do not age the others.
    /// </summary>
    /// <param name="history">The history, oldest first.</param>
    /// <param name="types">Tell which events speak for their item.</param>
    /// <param name="scores">Where the scores are added.</param>
    /// <param name="events">How many events count at most.</param>
    /// <param name="decay">What an event counts against the one after it, (0,1].</param>
    public void Accumulate(
        ReadOnlySpan<HistoryEvent> history,
        InteractionTypes types,
        NeighbourScores scores,
        int events = DefaultEvents,
        float decay = DefaultDecay)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(scores);
        var weight = 1f;
        for (var i = history.Length - 1; i >= 0 && events > 0; i--)
        {
            ref readonly var item = ref history[i];
            if (types[item.Type].WeightOf(item.Value) > 0 && _rows.TryGetRow(item.Ordinal, out var row))
            {
                Add(row, item.Ordinal, weight, scores);
                weight *= decay;
                events--;
            }
        }
    }

    /// <summary>The neighbours of an item, best first, that the catalog has; none where the table does not know the item.</summary>
    public IEnumerable<(int Ordinal, float Score)> Of(int ordinal)
    {
        if (!_rows.TryGetRow(ordinal, out var row))
        {
            yield break;
        }

        for (var i = row * Width; i < (row + 1) * Width; i++)
        {
            if (_neighbours[i] >= 0 && _rows.Ordinals[_neighbours[i]] is >= 0 and var neighbour)
            {
                yield return (neighbour, _scores[i]);
            }
        }
    }

    private void Add(int row, int because, float weight, NeighbourScores scores)
    {
        for (var i = row * Width; i < (row + 1) * Width; i++)
        {
            if (_neighbours[i] >= 0 && _rows.Ordinals[_neighbours[i]] is >= 0 and var neighbour)
            {
                scores.Add(neighbour, weight * _scores[i], because);
            }
        }
    }
}
