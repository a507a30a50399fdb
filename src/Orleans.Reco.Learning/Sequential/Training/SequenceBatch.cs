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

    /// <summary>Where a prediction is trained, as positions in <c>[rows × length]</c>.</summary>
    public long[] Positions { get; }

    /// <summary>The item index that comes next at each of <see cref="Positions"/>.</summary>
    public long[] Targets { get; }

    /// <summary>
    /// Pads windows. What follows is a target if it speaks for its item and the item is new in the window: seen items are never
    /// recommended, so that learning to repeat them would be learning in vain.
    /// </summary>
    public static SequenceBatch Create(InteractionDataset dataset, SequenceWindow[] windows)
    {
        var length = windows.Max(w => w.Events.Length) - 1;
        var items = new long[windows.Length * length];
        var events = new long[windows.Length * length];
        var positions = new List<long>();
        var targets = new List<long>();
        var seen = new HashSet<int>();
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
                if (!seen.Contains(window[at + 1].Item) && dataset.WeightOf(window[at + 1]) > 0)
                {
                    positions.Add(position);
                    targets.Add(window[at + 1].Item);
                }
            }
        }

        return new SequenceBatch(windows.Length, length, items, events, [.. positions], [.. targets]);
    }
}
