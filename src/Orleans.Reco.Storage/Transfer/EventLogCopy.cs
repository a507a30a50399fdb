namespace Orleans.Reco.Storage;

/// <summary>
/// Copies an event log between folders and blob containers. A copy that was cut off goes on when it is started again; at the end every
/// file has the size and the MD5 of its source.
/// </summary>
/// <remarks>
/// Files of the destination that the source does not have stay. The source may be in use; what silos write meanwhile comes with the next
/// copy. Where the source was compacted between two copies, rows are there twice until the destination is compacted too.
/// </remarks>
public static class EventLogCopy
{
    /// <summary>Copies.</summary>
    /// <param name="from">The log to read.</param>
    /// <param name="to">The log to write.</param>
    /// <param name="tenant">One tenant; null for all.</param>
    /// <param name="progress">Told the name of each file that is copied.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="IOException">The destination has a file of the same name with other content, which it keeps; or one is gone.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static async Task<CopyReport> CopyAsync(
        StoreLocation from, StoreLocation to, string? tenant = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var scratch = Directory.CreateTempSubdirectory("reco-copy-").FullName;
        try
        {
            var (source, destination) = (from.LogFiles(Path.Combine(scratch, "from")), to.LogFiles(Path.Combine(scratch, "to")));
            var report = new CopyReport(0, 0);
            foreach (var name in tenant is null ? await source.ListTenantsAsync(cancellationToken) : [tenant])
            {
                // Marks first: rows of erased users never arrive without them.
                foreach (var folder in (string[])[EventLogLayout.ErasedFolderOf(name), EventLogLayout.TenantFolder(name)])
                {
                    var (copied, present) = await CopyFolderAsync(source, destination, folder, progress, cancellationToken);
                    report = new(report.Copied + copied, report.Present + present);
                }
            }

            return report;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<(int Copied, int Present)> CopyFolderAsync(
        ILogFiles source, ILogFiles destination, string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var files = await source.ListAsync(folder, cancellationToken);
        var missing = await MissingAsync(source, files, destination, folder, cancellationToken);
        foreach (var file in missing)
        {
            progress?.Report(file.Name);
            var temporary = EventLogLayout.TemporaryFile(destination.TemporaryRoot, file.Name);
            DurableFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
            File.Delete(temporary);
            using (var local = await source.BorrowAsync(file, cancellationToken))
            {
                await DurableFiles.CopyFileAsync(local.Path, temporary, cancellationToken);
            }

            await destination.PublishAsync(temporary, file.Name, cancellationToken);
        }

        // What was copied is compared as what was there before: by what the destination now has.
        var lost = await MissingAsync(source, missing, destination, folder, cancellationToken);
        return lost.Count == 0
            ? (missing.Count, files.Count - missing.Count)
            : throw new IOException($"'{lost[0].Name}' was copied and is not there.");
    }

    private static async Task<IReadOnlyList<LogFile>> MissingAsync(
        ILogFiles source, IReadOnlyList<LogFile> files, ILogFiles destination, string folder, CancellationToken cancellationToken)
    {
        var there = (await destination.ListAsync(folder, cancellationToken)).ToDictionary(file => file.Name);
        var missing = new List<LogFile>();
        foreach (var file in files)
        {
            if (there.GetValueOrDefault(file.Name) is not { } copy)
            {
                missing.Add(file);
            }
            else if (copy.Bytes != file.Bytes
                || await Md5Async(source, file, cancellationToken) != await Md5Async(destination, copy, cancellationToken))
            {
                throw new IOException($"The destination has '{file.Name}' already with other content.");
            }
        }

        return missing;
    }

    private static async Task<string> Md5Async(ILogFiles files, LogFile file, CancellationToken cancellationToken)
    {
        if (file.Md5 is { Length: > 0 } known)
        {
            return Convert.ToHexString(known);
        }

        using var local = await files.BorrowAsync(file, cancellationToken);
        return Convert.ToHexString(await BlobFiles.Md5Async(local.Path, cancellationToken));
    }
}
