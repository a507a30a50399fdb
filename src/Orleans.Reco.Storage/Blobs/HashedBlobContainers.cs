using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>
/// A container of one name in each of several accounts; a grain's is chosen by the hash of its id, so that one account's request
/// limit is not the cluster's.
/// </summary>
internal sealed class HashedBlobContainers(IEnumerable<BlobServiceClient> accounts, string containerName) : IBlobContainerFactory
{
    private readonly BlobContainerClient[] _containers = [.. accounts.Select(account => account.GetBlobContainerClient(containerName))];

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_containers.Select(container => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)));

    /// <inheritdoc/>
    public BlobContainerClient GetContainer(GrainId grainId) => _containers[grainId.GetUniformHashCode() % (uint)_containers.Length];
}
