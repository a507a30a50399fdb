using Orleans.Reco.Core;

namespace Orleans.Reco.Storage;

/// <summary>Turns a closed segment of the journal into files, each event into exactly one row, whatever crash comes between.</summary>
/// <remarks>
/// File names follow from the segment and the partition alone, and a closed segment never changes. So the work can be done again from
/// the start: a final file that is there already holds exactly the rows that it should, and only what is missing is written.
/// The journal is deleted last.
/// </remarks>
internal sealed class SegmentSealer(EventJournal journal, ILogFiles files)
{
    /// <summary>Called after each step. Tests throw from it to simulate a crash.</summary>
    public Action<SealStep>? Probe { get; set; }

    /// <summary>Seals a segment.</summary>
    /// <returns>The number of its events.</returns>
    public async Task<int> SealAsync(JournalKey segment, CancellationToken cancellationToken)
    {
        var events = await BackgroundThread.RunAsync(() => journal.Read(segment));
        Probe?.Invoke(SealStep.JournalRead);
        foreach (var partition in events.GroupBy(Partition.Of))
        {
            var name = EventLogLayout.Segment(segment.SegmentId, partition.Key);
            if (!await files.ExistsAsync(name, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteAsync(name, partition, cancellationToken);
            }
        }

        await journal.DeleteAsync(segment, cancellationToken);
        Probe?.Invoke(SealStep.JournalDeleted);
        return events.Count;
    }

    private async Task WriteAsync(string name, IEnumerable<LoggedEvent> events, CancellationToken cancellationToken)
    {
        var temporary = EventLogLayout.TemporaryFile(files.TemporaryRoot, name);
        DurableFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
        _ = await BackgroundThread.RunAsync(() => SegmentFile.Write(temporary, events));
        Probe?.Invoke(SealStep.TemporaryWritten);

        await files.PublishAsync(temporary, name, cancellationToken);
        Probe?.Invoke(SealStep.FileNamed);
    }
}
