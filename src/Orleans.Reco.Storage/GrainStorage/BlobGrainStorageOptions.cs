using Azure.Storage.Blobs;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>How grain states are kept in Azure Blob Storage.</summary>
public sealed class BlobGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>
    /// The accounts, at least one; see <see cref="BlobAccount"/>. With several, a grain's account follows from the hash of its id and
    /// the order of this list: adding one to a list that is in use means moving blobs first.
    /// </summary>
    public IList<BlobServiceClient> Accounts { get; } = [];

    /// <summary>The container, made where missing. Default: <c>grainstate</c>. 3 to 63 of a-z, 0-9 and single '-' between them.</summary>
    public string ContainerName { get; set; } = "grainstate";

    /// <summary>
    /// Whether clearing a grain's state deletes the blob. If not, an empty blob with an ETag of its own stays behind. Default: true.
    /// </summary>
    public bool DeleteStateOnClear { get; set; } = true;

    /// <summary>
    /// Turns states into bytes. Default: the <see cref="IGrainStorageSerializer"/> that is registered under the provider's name, else
    /// the one registered for all (Newtonsoft.Json, as with the official provider).
    /// </summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    /// <summary>The stage of the silo's start at which the containers are made. Default: application services.</summary>
    public int InitStage { get; set; } = ServiceLifecycleStage.ApplicationServices;

    /// <summary>Makes the factory that chooses a grain's container. Default: by the hash of the grain's id over <see cref="Accounts"/>.</summary>
    public Func<IServiceProvider, BlobGrainStorageOptions, IBlobContainerFactory> BuildContainerFactory { get; set; } =
        static (_, options) => new HashedBlobContainers(options.Accounts, options.ContainerName);
}
