namespace Orleans.Reco.Learning;

/// <summary>
/// Cuts histories into windows and windows into batches of similar length. Each epoch cuts and mixes anew from its own seed, so that
/// window edges, the order within one moment, and neighbours in a batch change.
/// </summary>
internal sealed class SequenceBatches
{
    private readonly InteractionDataset _dataset;
    private readonly SequenceTrainingOptions _options;
    private readonly ReadOnlyMemory<DatasetEvent>[] _histories;

    public SequenceBatches(InteractionDataset dataset, SequenceTrainingOptions options)
    {
        (_dataset, _options) = (dataset, options);
        _histories = [.. Enumerable.Range(0, dataset.Users.Count).Select(user => dataset.HistoryOf(user)).Where(h => h.Length >= 2)];
        Events = _histories.Sum(h => h.Length);
    }

    /// <summary>Events of an epoch.</summary>
    public int Events { get; }

    /// <summary>The batches of an epoch, in the order to train them.</summary>
    public IReadOnlyList<SequenceBatch> Epoch(int seed)
    {
        var random = new Random(seed);
        var windows = new List<(SequenceWindow Window, double Order)>();
        foreach (var history in _histories)
        {
            foreach (var window in Cut(DropEvents(ShuffleMoments(history, random), random), random))
            {
                // Lengths within a tenth of each other are as good as equal; the noise mixes them.
                windows.Add((window, window.Events.Length * (1 + 0.1 * random.NextDouble())));
            }
        }

        windows.Sort((a, b) => a.Order.CompareTo(b.Order));
        var batches = windows
            .Select(w => w.Window)
            .Chunk(_options.BatchSize)
            .Select(chunk => SequenceBatch.Create(_dataset, chunk, _options.Horizon))
            .Where(batch => batch.Targets.Length > 0)
            .ToArray();
        random.Shuffle(batches);
        return batches;
    }

    // Windows share their edge event, which is the last target of one and the first input of the next: every event trains once.
    private IEnumerable<SequenceWindow> Cut(ReadOnlyMemory<DatasetEvent> history, Random random)
    {
        var length = _options.MaxLength;
        if (history.Length <= length + 1)
        {
            yield return new SequenceWindow(history);
            yield break;
        }

        var start = 0;
        var end = random.Next(2, length + 2);
        while (true)
        {
            yield return new SequenceWindow(history[start..end]);
            if (end == history.Length)
            {
                yield break;
            }

            start = end - 1;
            end = Math.Min(history.Length, start + length + 1);
        }
    }

    private ReadOnlyMemory<DatasetEvent> DropEvents(ReadOnlyMemory<DatasetEvent> history, Random random)
    {
        if (_options.EventDropout == 0)
        {
            return history;
        }

        DatasetEvent[] kept = [.. history.ToArray().Where(_ => random.NextDouble() >= _options.EventDropout)];
        return kept.Length >= 2 ? kept : history;
    }

    // Events of one second, an invoice's lines, have no order among themselves.
    private static ReadOnlyMemory<DatasetEvent> ShuffleMoments(ReadOnlyMemory<DatasetEvent> history, Random random)
    {
        var events = history.ToArray();
        for (var start = 0; start < events.Length;)
        {
            var end = start + 1;
            while (end < events.Length && events[end].UnixSeconds == events[start].UnixSeconds)
            {
                end++;
            }

            if (end - start > 1)
            {
                random.Shuffle(events.AsSpan(start, end - start));
            }

            start = end;
        }

        return events;
    }
}
