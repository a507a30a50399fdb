using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage;

/// <summary>Reads the log from a blob container, by way of local copies: a segment never changes, so each is fetched once.</summary>
/// <param name="container">The container that silos write to.</param>
/// <param name="cache">The folder of the copies; it may be removed at any time between calls.</param>
internal sealed class BlobEventLogReader(BlobContainerClient container, string cache) : IEventLogReader
{
    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant's name is not allowed.</exception>
    public async Task<IReadOnlyList<string>> ListSegmentsAsync(
        string tenant, DateOnly? from = null, CancellationToken cancellationToken = default)
    {
        if (RecoKey.TenantError(tenant) is { } error)
        {
            throw new RecoValidationException("tenant", error);
        }

        // Blobs are listed in the order of their names: by date, then by segment id, which begins with its time.
        var files = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, EventLogLayout.TenantFolder("", tenant) + "/", cancellationToken))
        {
            var file = Path.Combine(cache, blob.Name.Replace('/', Path.DirectorySeparatorChar));
            if (EventLogLayout.ParseDate(Path.GetDirectoryName(file)!) is { } date && (from is null || date >= from))
            {
                await FetchAsync(blob.Name, file, cancellationToken);
                files.Add(file);
            }
        }

        return files;
    }

    private async Task FetchAsync(string name, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            await BlobFiles.DownloadAsync(container.GetBlobClient(name), file, cancellationToken);
        }
    }
}
