namespace Orleans.Reco.Storage;

/// <summary>Segments in a folder tree.</summary>
internal sealed class FolderSegmentFiles(string root) : ISegmentFiles
{
    /// <inheritdoc/>
    /// <remarks>Below the root: a rename is atomic within one file system only.</remarks>
    public string TemporaryRoot => root;

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string segmentId, Partition partition, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(EventLogLayout.SegmentFile(root, segmentId, partition)));

    /// <inheritdoc/>
    public Task PublishAsync(string temporaryFile, string segmentId, Partition partition, CancellationToken cancellationToken)
    {
        var file = EventLogLayout.SegmentFile(root, segmentId, partition);
        DurableFiles.CreateFolder(Path.GetDirectoryName(file)!);
        DurableFiles.MoveFile(temporaryFile, file);
        return Task.CompletedTask;
    }
}
