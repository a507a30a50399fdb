using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Reco.Storage;

/// <summary>
/// Writes one file in the place of several of a partition: each user's event once, rows of erased users left out. What a crash leaves is
/// put right by <see cref="FinishAsync"/>.
/// </summary>
/// <remarks>
/// A file goes only after one with all its rows is there, so that whoever interferes, no row is lost. For a moment the rows are there
/// twice, as after a caller's second try: readers keep one row for each user and event id.
/// </remarks>
internal sealed class SegmentCompactor(ILogFiles files, TimeProvider time)
{
    private readonly SegmentIds _ids = new(time);

    /// <summary>Called after each step. Tests throw from it to simulate a crash.</summary>
    public Action<CompactionStep>? Probe { get; set; }

    /// <summary>Compacts files of one partition; a single one where rows of erased users are to go.</summary>
    /// <returns>The numbers of rows before and after.</returns>
    /// <exception cref="InvalidDataException">A file cannot be read; nothing has changed.</exception>
    public async Task<(long Before, long After)> CompactAsync(
        Partition partition, IReadOnlyList<LogFile> inputs, IReadOnlySet<string> erased, CancellationToken cancellationToken)
    {
        // Newest of all ids, so that its name sorts behind those that it replaces: a listing that goes on meanwhile misses neither.
        var id = _ids.Next();
        var (name, replaced) = (EventLogLayout.Segment(id, partition), EventLogLayout.Replaced(partition.Tenant, id));
        var temporary = Temporary(name);
        var local = new List<LocalFile>();
        try
        {
            foreach (var input in inputs)
            {
                local.Add(await files.BorrowAsync(input, cancellationToken));
            }

            var before = 0L;
            var after = SegmentFile.Write(temporary, Merge(local, partition.Tenant, erased, () => before++));
            Probe?.Invoke(CompactionStep.TemporaryWritten);
            if (after > 0)
            {
                await PublishTextAsync(string.Join('\n', inputs.Select(input => input.Name)), replaced, cancellationToken);
                Probe?.Invoke(CompactionStep.ReplacedNoted);
                await files.PublishAsync(temporary, name, cancellationToken);
                Probe?.Invoke(CompactionStep.FileNamed);
            }

            await RemoveAsync(inputs.Select(input => input.Name), replaced, cancellationToken);
            return (before, after);
        }
        finally
        {
            File.Delete(temporary);
            local.ForEach(file => file.Dispose());
        }
    }

    /// <summary>Removes what files that are there have taken the place of, where a crash came between.</summary>
    public async Task FinishAsync(string tenant, CancellationToken cancellationToken)
    {
        foreach (var note in await files.ListAsync(EventLogLayout.ReplacedFolderOf(tenant), cancellationToken))
        {
            using var local = await files.BorrowAsync(note, cancellationToken);
            var inputs = await File.ReadAllLinesAsync(local.Path, cancellationToken);
            var partition = inputs.Select(EventLogLayout.ParseSegment).FirstOrDefault();
            var name = partition is { } of ? EventLogLayout.Segment(note.Name[(note.Name.LastIndexOf('/') + 1)..], of) : null;
            var isThere = name is not null && await files.ExistsAsync(name, cancellationToken);
            await RemoveAsync(isThere ? inputs : [], note.Name, cancellationToken);
        }
    }

    private static IEnumerable<LoggedEvent> Merge(IEnumerable<LocalFile> inputs, string tenant, IReadOnlySet<string> erased, Action count)
    {
        var seen = new HashSet<UInt128>();
        foreach (var e in inputs.SelectMany(input => SegmentFile.Read(input.Path, tenant)))
        {
            count();
            if (!erased.Contains(e.User) && seen.Add(Identity(e)))
            {
                yield return e;
            }
        }
    }

    /// <summary>128 bits of a hash of user and event id: no two of any number of rows that a file can have are alike.</summary>
    private static UInt128 Identity(LoggedEvent e)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(Encoding.UTF8.GetBytes($"{e.User}\n{e.EventId}"), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private async Task RemoveAsync(IEnumerable<string> inputs, string replaced, CancellationToken cancellationToken)
    {
        foreach (var input in inputs)
        {
            await files.DeleteAsync(input, cancellationToken);
            Probe?.Invoke(CompactionStep.InputRemoved);
        }

        await files.DeleteAsync(replaced, cancellationToken);
    }

    private async Task PublishTextAsync(string text, string name, CancellationToken cancellationToken)
    {
        var temporary = Temporary(name);
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        await files.PublishAsync(temporary, name, cancellationToken);
    }

    private string Temporary(string name)
    {
        var temporary = EventLogLayout.TemporaryFile(files.TemporaryRoot, name);
        DurableFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
        return temporary;
    }
}
