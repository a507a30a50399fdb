namespace Orleans.Reco.Storage;

/// <summary>Turns a closed segment of the journal into files, each event into exactly one row, whatever crash comes between.</summary>
/// <remarks>
/// File names follow from the segment and the partition alone, and a closed segment never changes. So the work can be done again from
/// the start: a final file that is there already holds exactly the rows that it should, and only what is missing is written.
/// The journal is deleted last.
/// </remarks>
internal sealed class SegmentSealer(EventJournal journal, string root)
{
    /// <summary>Called after each step. Tests throw from it to simulate a crash.</summary>
    public Action<SealStep>? Probe { get; set; }

    /// <summary>Seals a segment.</summary>
    /// <returns>The number of its events.</returns>
    public async Task<int> SealAsync(JournalKey segment, CancellationToken cancellationToken)
    {
        var events = journal.Read(segment);
        Probe?.Invoke(SealStep.JournalRead);
        foreach (var partition in events.GroupBy(Partition.Of))
        {
            var file = EventLogLayout.SegmentFile(root, segment.SegmentId, partition.Key);
            if (!File.Exists(file))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(segment, partition.Key, file, [.. partition]);
            }
        }

        await journal.DeleteAsync(segment, cancellationToken);
        Probe?.Invoke(SealStep.JournalDeleted);
        return events.Count;
    }

    private void Write(JournalKey segment, Partition partition, string file, IReadOnlyList<LoggedEvent> events)
    {
        var temporary = EventLogLayout.TemporaryFile(root, segment.SegmentId, partition);
        DurableFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
        SegmentFile.Write(temporary, events);
        Probe?.Invoke(SealStep.TemporaryWritten);

        DurableFiles.CreateFolder(Path.GetDirectoryName(file)!);
        DurableFiles.MoveFile(temporary, file);
        Probe?.Invoke(SealStep.FileNamed);
    }
}
