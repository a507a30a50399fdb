namespace Orleans.Reco.Storage;

/// <summary>The journal of events that are acknowledged but not yet in a file.</summary>
internal sealed class EventJournal(RocksDbStore store)
{
    /// <summary>Puts the events of one append; returns when they are durable, all or none.</summary>
    public Task PutAsync(JournalEntry entry, CancellationToken cancellationToken) => store.PutJournalAsync(entry, cancellationToken);

    /// <summary>The events of a segment, in the order of their appends.</summary>
    public List<LoggedEvent> Read(JournalKey segment)
    {
        var end = segment.End();
        return store.ScanJournal(iterator =>
        {
            var events = new List<LoggedEvent>();
            var known = new HashSet<string>();
            for (_ = iterator.Seek(segment.Start()); iterator.Valid() && iterator.GetKeySpan().SequenceCompareTo(end) < 0; _ = iterator.Next())
            {
                events.AddRange(LoggedEventCodec.Decode(iterator.GetValueSpan(), known));
            }

            return events;
        });
    }

    /// <summary>Deletes a segment; returns when that is durable.</summary>
    public Task DeleteAsync(JournalKey segment, CancellationToken cancellationToken) =>
        store.DeleteJournalAsync(segment.Start(), segment.End(), cancellationToken);

    /// <summary>The segments in the journal. Skips from one to the next without reading the entries.</summary>
    public List<JournalKey> ListSegments() =>
        store.ScanJournal(iterator =>
        {
            var segments = new List<JournalKey>();
            _ = iterator.SeekToFirst();
            while (iterator.Valid())
            {
                var segment = JournalKey.Parse(iterator.GetKeySpan());
                segments.Add(segment);
                _ = iterator.Seek(segment.End());
            }

            return segments;
        });
}
