using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Blob grain storage on Azurite: Orleans binary serializer, clear deletes.</summary>
public class BlobGrainStorageTests(AzuriteServer azurite) : GrainStorageConformance
{
    private readonly ServiceProvider _services = StorageServices.Build();
    private BlobContainerClient? _container;

    /// <summary>The one container of the provider under test.</summary>
    protected BlobContainerClient Container => _container!;

    protected override int ModelSequences => 25;

    [Fact]
    public async Task A_blob_has_the_name_and_type_that_the_official_provider_gives_it()
    {
        var grain = Runtime.GrainId.Create("profile-user", "default/u1");
        await Storage.WriteStateAsync("profile", grain, new GrainState<ConformanceState>(new() { Number = 1 }));

        var blob = Container.GetBlobClient("profile-profile-user/default/u1.json");

        Assert.Equal("application/octet-stream", (await blob.GetPropertiesAsync()).Value.ContentType);
    }

    [Fact]
    public async Task An_empty_blob_is_a_cleared_state_with_an_ETag()
    {
        var grain = Runtime.GrainId.Create("conformance", "empty");
        var uploaded = await Container.UploadBlobAsync("s-conformance/empty.json", Stream.Null);
        var state = new GrainState<ConformanceState>(new() { Number = 1 });

        await Storage.ReadStateAsync("s", grain, state);

        Assert.False(state.RecordExists);
        Assert.Equal(0, state.State!.Number);
        Assert.Equal(uploaded.Value.ETag.ToString(), state.ETag);
    }

    [Fact]
    public async Task A_container_that_is_gone_reads_as_empty_and_is_made_again_by_a_write()
    {
        var grain = Runtime.GrainId.Create("conformance", "gone");
        _ = await Container.DeleteAsync();
        var state = new GrainState<ConformanceState>(new());
        await Storage.ReadStateAsync("s", grain, state);
        Assert.Null(state.ETag);

        state.State = new() { Number = 1 };
        await Storage.WriteStateAsync("s", grain, state);

        Assert.NotNull(state.ETag);
    }

    /// <summary>The serializer of the provider under test.</summary>
    protected virtual IGrainStorageSerializer Serializer(IServiceProvider services) =>
        new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>());

    protected override async Task<IGrainStorage> StartAsync()
    {
        var options = new BlobGrainStorageOptions
        {
            Accounts = { await azurite.ConnectAsync() },
            ContainerName = $"c{Guid.NewGuid():N}",
            DeleteStateOnClear = DeletesOnClear,
            GrainStorageSerializer = Serializer(_services),
        };
        var containers = new HashedBlobContainers(options.Accounts, options.ContainerName);
        await containers.InitializeAsync(CancellationToken.None);
        _container = containers.GetContainer(default);
        return new BlobGrainStorage(
            "test", options, containers, _services.GetRequiredService<IActivatorProvider>(), new(TimeProvider.System, NullLogger<OutageLog>.Instance));
    }

    protected override async Task StopAsync()
    {
        if (_container is not null)
        {
            _ = await _container.DeleteIfExistsAsync();
        }

        await _services.DisposeAsync();
    }
}
