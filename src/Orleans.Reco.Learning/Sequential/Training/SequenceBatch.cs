namespace Orleans.Reco.Learning;

/// <summary>Padded windows as arrays for tensors.</summary>
internal sealed class SequenceBatch
{
    private SequenceBatch(int rows, int length, long[] items, long[] events, long[] positions, long[] targets)
    {
        (Rows, Length) = (rows, length);
        (Items, Events, Positions, Targets) = (items, events, positions, targets);
    }

    public int Rows { get; }

    public int Length { get; }

    /// <summary>Item indices, shape <c>[rows, length]</c>.</summary>
    public long[] Items { get; }

    /// <summary>Event indices, shape <c>[rows, length]</c>.</summary>
    public long[] Events { get; }

    /// <summary>Where predictions are trained, as positions in <c>[rows × length]</c>.</summary>
    public long[] Positions { get; }

    /// <summary>The item indices that come next at each of <see cref="Positions"/>, shape <c>[positions, horizon]</c>; 0 = none.</summary>
    public long[] Targets { get; }

    /// <summary>
    /// Pads windows. What follows is a target if it speaks for its item and the item is new in the window: seen items are never
    /// recommended, so that learning to repeat them would be learning in vain.
    /// </summary>
    /// <param name="dataset">The data that the windows are cut from.</param>
    /// <param name="windows">What is padded.</param>
    /// <param name="horizon">How many of the events that follow may be targets.</param>
    public static SequenceBatch Create(InteractionDataset dataset, SequenceWindow[] windows, int horizon = 1)
    {
        var length = windows.Max(w => w.Events.Length) - 1;
        var items = new long[windows.Length * length];
        var events = new long[windows.Length * length];
        var positions = new List<long>();
        var targets = new List<long>();
        var next = new long[horizon];
        var seen = new HashSet<long>();
        for (var row = 0; row < windows.Length; row++)
        {
            var window = windows[row].Events.Span;
            seen.Clear();
            for (var at = 0; at + 1 < window.Length; at++)
            {
                var position = row * length + at;
                items[position] = window[at].Item;
                events[position] = window[at].Type;
                _ = seen.Add(window[at].Item);
                if (FindTargets(dataset, window[(at + 1)..], seen, next))
                {
                    positions.Add(position);
                    targets.AddRange(next);
                }
            }
        }

        return new SequenceBatch(windows.Length, length, items, events, [.. positions], [.. targets]);
    }

    private static bool FindTargets(InteractionDataset dataset, ReadOnlySpan<DatasetEvent> following, HashSet<long> seen, long[] next)
    {
        Array.Clear(next);
        for (var i = 0; i < Math.Min(next.Length, following.Length); i++)
        {
            long item = following[i].Item;
            if (!seen.Contains(item) && dataset.WeightOf(following[i]) > 0 && !next.Contains(item))
            {
                next[i] = item;
            }
        }

        return next.AsSpan().ContainsAnyExcept(0L);
    }
}
