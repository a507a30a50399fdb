using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// Blob grain storage with <see cref="BlobGrainStorageOptions.DeleteStateOnClear"/> off, and with a serializer that cannot stream.
/// </summary>
public sealed class BlobTombstoneTests(AzuriteServer azurite) : BlobGrainStorageTests(azurite)
{
    protected override bool DeletesOnClear => false;

    protected override IGrainStorageSerializer Serializer(IServiceProvider services) => new WholeStateSerializer(base.Serializer(services));
}
