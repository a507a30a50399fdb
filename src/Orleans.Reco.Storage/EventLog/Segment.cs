namespace Orleans.Reco.Storage;

/// <summary>A run of events that goes into files together. Appends take entry numbers until it is closed; then it never changes.</summary>
internal sealed class Segment(JournalKey key)
{
    private readonly byte[] _start = key.Start();
    private readonly Rundown _appends = new();
    private int _entries;

    /// <summary>Its place in the journal.</summary>
    public JournalKey Key { get; } = key;

    /// <summary>Events in it, those under way included.</summary>
    public int Events { get; private set; }

    /// <summary>Takes the next entry for an append; dispose the result once the entry is durable. Not thread-safe.</summary>
    public Rundown.Entry BeginAppend(int events, out byte[] entryKey)
    {
        var entry = _appends.Enter(nameof(Segment));
        entryKey = JournalKey.Entry(_start, _entries++);
        Events += events;
        return entry;
    }

    /// <summary>Takes no more appends; completes when those under way are done.</summary>
    public Task CloseAsync() => _appends.CloseAsync();
}
