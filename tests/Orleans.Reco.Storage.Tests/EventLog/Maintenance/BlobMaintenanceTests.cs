namespace Orleans.Reco.Storage.Tests;

public sealed class BlobMaintenanceTests : EventLogMaintenanceTests
{
    private readonly BlobTestStore _store;

    public BlobMaintenanceTests(AzuriteServer azurite)
        : this(new BlobTestStore(azurite))
    {
    }

    private BlobMaintenanceTests(BlobTestStore store)
        : base(store) => _store = store;

    internal override async Task DamageAsync(string name)
    {
        var blob = _store.Container.GetBlobClient(name);
        var content = (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray();
        _ = await blob.UploadAsync(new BinaryData(Flip(content)), overwrite: true, Cancellation);
    }
}
