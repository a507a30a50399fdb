using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using StackExchange.Redis;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The official Redis provider as a cluster uses it: what our grains rely on holds there too.</summary>
public class RedisGrainStorageTests(RedisServer redis) : GrainStorageConformance
{
    private readonly ServiceProvider _services = StorageServices.Build();
    private IConnectionMultiplexer? _connection;

    protected override bool FailedReadKeepsETag => false;

    protected override int ModelSequences => 50;

    [Fact]
    public Task Nothing_acknowledged_is_lost_when_calls_fail_and_replies_get_lost() =>
        FaultyWorkload.CheckAsync(Storage, DeletesOnClear);

    protected override async Task<IGrainStorage> StartAsync()
    {
        var configuration = ConfigurationOptions.Parse(await redis.ConnectionStringAsync());
        _connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var serializer = new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>());
        var options = new RedisStorageOptions
        {
            ConfigurationOptions = configuration,
            CreateMultiplexer = _ => Task.FromResult((_connection, IsShared: true)),
            DeleteStateOnClear = DeletesOnClear,
            GrainStorageSerializer = serializer,
        };
        var storage = new RedisGrainStorage(
            "test",
            options,
            serializer,
            Options.Create(new ClusterOptions { ServiceId = $"{Guid.NewGuid():N}" }),
            _services.GetRequiredService<IActivatorProvider>(),
            NullLogger<RedisGrainStorage>.Instance);
        await SiloLifecycles.StartAsync(storage);
        return storage;
    }

    protected override async Task StopAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _services.DisposeAsync();
    }
}
