using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage.Tests;

/// <summary>A container on Azurite, behind a network that can be made faulty.</summary>
public sealed class BlobTestStore(AzuriteServer azurite) : LogTestStore, IDisposable
{
    private BlobContainerClient? _container;

    internal FaultyHandler Network { get; } = new(seed: 1);

    internal BlobContainerClient Container => _container!;

    public override async Task StartAsync()
    {
        var client = await azurite.ConnectAsync(Network);
        _container = client.GetBlobContainerClient($"c{Guid.NewGuid():N}");
    }

    public override void Configure(EventLogOptions options) => options.Container = Container;

    public override async Task StopAsync()
    {
        Network.Rate = 0;
        if (_container is not null)
        {
            _ = await _container.DeleteIfExistsAsync();
        }
    }

    public void Dispose() => Network.Dispose();
}
