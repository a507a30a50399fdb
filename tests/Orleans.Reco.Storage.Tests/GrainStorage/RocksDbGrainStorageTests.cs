using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>RocksDB grain storage as it is by default: clear deletes.</summary>
public class RocksDbGrainStorageTests : GrainStorageConformance
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private RocksDbGrainStorage? _storage;

    [Fact]
    public async Task State_and_ETags_survive_a_restart()
    {
        var grain = Runtime.GrainId.Create("conformance", "restart");
        var state = new GrainState<ConformanceState>(new() { Number = 1 });
        await Storage.WriteStateAsync("s", grain, state);
        _storage!.Dispose();
        _ = await StartAsync();

        state.State = new() { Number = 2 };
        await _storage.WriteStateAsync("s", grain, state);

        var read = new GrainState<ConformanceState>();
        await _storage.ReadStateAsync("s", grain, read);
        Assert.Equal(2, read.State!.Number);
        Assert.Equal(state.ETag, read.ETag);
    }

    [Fact]
    public Task Nothing_acknowledged_is_lost_when_calls_fail_and_replies_get_lost() =>
        FaultyWorkload.CheckAsync(Storage, DeletesOnClear);

    [Fact]
    public async Task After_stop_calls_fail_and_the_process_lives()
    {
        _storage!.Dispose();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() =>
            Storage.ReadStateAsync("s", Runtime.GrainId.Create("conformance", "late"), new GrainState<ConformanceState>()));
    }

    protected override Task<IGrainStorage> StartAsync()
    {
        var options = new RocksDbOptions
        {
            Path = _folder.Path,

            // No rule here depends on fsync, and thousands of sequential writes do not have to wait for it.
            SyncWrites = false,
            DeleteStateOnClear = DeletesOnClear,
            GrainStorageSerializer = new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()),
        };
        _storage = new RocksDbGrainStorage("test", options, _services.GetRequiredService<IActivatorProvider>());
        _storage.Start();
        return Task.FromResult<IGrainStorage>(_storage);
    }

    protected override async Task StopAsync()
    {
        _storage!.Dispose();
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
