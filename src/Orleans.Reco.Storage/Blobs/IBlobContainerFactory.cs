using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>Says which container keeps a grain's states.</summary>
public interface IBlobContainerFactory
{
    /// <summary>Makes sure that the containers are there. Called once, when the silo starts.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>The container of a grain: always the same one, on every silo.</summary>
    BlobContainerClient GetContainer(GrainId grainId);
}
