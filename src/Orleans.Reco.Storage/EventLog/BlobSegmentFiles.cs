using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>Segments in a blob container, under the names that they have in a folder.</summary>
internal sealed class BlobSegmentFiles(BlobContainerClient container, string temporaryRoot) : ISegmentFiles
{
    /// <inheritdoc/>
    public string TemporaryRoot => temporaryRoot;

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string segmentId, Partition partition, CancellationToken cancellationToken) =>
        await Blob(segmentId, partition).ExistsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task PublishAsync(string temporaryFile, string segmentId, Partition partition, CancellationToken cancellationToken)
    {
        // A segment never changes: whoever was faster has uploaded the same rows.
        _ = await BlobFiles.TryUploadAsync(Blob(segmentId, partition), temporaryFile, cancellationToken);
        File.Delete(temporaryFile);
    }

    private BlobClient Blob(string segmentId, Partition partition) =>
        container.GetBlobClient(EventLogLayout.SegmentFile("", segmentId, partition).Replace('\\', '/'));
}
