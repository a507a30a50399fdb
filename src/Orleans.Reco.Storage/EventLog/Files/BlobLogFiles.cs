using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage;

/// <summary>The log in a blob container, made where missing by the first file, under the names that files have in a folder.</summary>
/// <param name="container">The container.</param>
/// <param name="local">A local folder for files on their way and for copies; copies may be removed at any time between calls.</param>
internal sealed class BlobLogFiles(BlobContainerClient container, string local) : ILogFiles
{
    /// <inheritdoc/>
    public string TemporaryRoot => local;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<string>();
        await foreach (var entry in ExistingAsync(container.GetBlobsByHierarchyAsync(
            BlobTraits.None, BlobStates.None, "/", EventLogLayout.TenantPrefix, cancellationToken)))
        {
            if (entry.IsPrefix && EventLogLayout.ParseTenant(entry.Prefix.TrimEnd('/')) is { } tenant)
            {
                tenants.Add(tenant);
            }
        }

        return tenants;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        // Blobs are listed in the order of their names.
        var files = new List<LogFile>();
        await foreach (var blob in ExistingAsync(container.GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken)))
        {
            files.Add(new(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.ContentHash));
        }

        return files;
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).ExistsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task PublishAsync(string temporaryFile, string name, CancellationToken cancellationToken)
    {
        // A file never changes: whoever was faster has uploaded the same rows.
        var blob = container.GetBlobClient(name);
        try
        {
            _ = await BlobFiles.TryUploadAsync(blob, temporaryFile, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            _ = await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _ = await BlobFiles.TryUploadAsync(blob, temporaryFile, cancellationToken);
        }

        File.Delete(temporaryFile);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The blob is not what was uploaded.</exception>
    public async Task<string> FetchAsync(LogFile file, CancellationToken cancellationToken)
    {
        var copy = CopyPath(file.Name);
        if (!IsWhole(copy, file))
        {
            await BlobFiles.DownloadAsync(container.GetBlobClient(file.Name), copy, cancellationToken);
        }

        return copy;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The blob is not what was uploaded.</exception>
    public async Task<LocalFile> BorrowAsync(LogFile file, CancellationToken cancellationToken)
    {
        var copy = CopyPath(file.Name);
        if (IsWhole(copy, file))
        {
            return new(copy, isCopy: false);
        }

        // Not among the copies: a pass over the whole log would fill the disk.
        var temporary = EventLogLayout.TemporaryFile(local, Guid.CreateVersion7().ToString("N"));
        await BlobFiles.DownloadAsync(container.GetBlobClient(file.Name), temporary, cancellationToken);
        return new(temporary, isCopy: true);
    }

    /// <inheritdoc/>
    public void Keep(string folder, IReadOnlyCollection<LogFile> files)
    {
        var path = CopyPath(folder);
        if (Directory.Exists(path))
        {
            var kept = files.Select(file => CopyPath(file.Name)).ToHashSet();
            foreach (var copy in Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories).Where(copy => !kept.Contains(copy)))
            {
                File.Delete(copy);
            }
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _ = await container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        if (File.Exists(CopyPath(name)))
        {
            File.Delete(CopyPath(name));
        }
    }

    private static bool IsWhole(string copy, LogFile file) => new FileInfo(copy) is { Exists: true } info && info.Length == file.Bytes;

    /// <summary>A container that nothing was ever published to lists as an empty one.</summary>
    private static async IAsyncEnumerable<T> ExistingAsync<T>(AsyncPageable<T> listing)
        where T : notnull
    {
        await using var entries = listing.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await entries.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                yield break;
            }

            yield return entries.Current;
        }
    }

    private string CopyPath(string name) => Path.Combine(local, name.Replace('/', Path.DirectorySeparatorChar));
}
