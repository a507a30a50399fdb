using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Events of the log and a grain's state in one commit.</summary>
public sealed class JoinedCommitTests : IDisposable
{
    private const string StateName = "user";
    private static readonly GrainId Grain = GrainId.Create("test", "ben");
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_last_or_neither()
    {
        await using (var cluster = await StartAsync())
        {
            var (storage, log) = ServicesOf(cluster);
            Assert.True(log.CanCommitWith(storage));
            var mine = await ReadAsync(storage);
            var other = await ReadAsync(storage);
            mine.State = mine.State! with { Number = 1 };
            await log.CommitAsync([NewEvent("e1"), NewEvent("e2")], storage, StateName, Grain, mine);
            Assert.True(mine.RecordExists);

            // Somebody who has not seen it: neither the state nor the event is there.
            other.State = other.State! with { Number = 7 };
            await Assert.ThrowsAsync<InconsistentStateException>(() => log.CommitAsync([NewEvent("e3")], storage, StateName, Grain, other));

            mine.State = mine.State! with { Number = 2 };
            await log.CommitAsync([NewEvent("e4")], storage, StateName, Grain, mine);
            var read = await ReadAsync(storage);
            Assert.Equal((2, mine.ETag), (read.State!.Number, read.ETag));
        }

        await using (var cluster = await StartAsync())
        {
            var (storage, log) = ServicesOf(cluster);
            await log.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, (await ReadAsync(storage)).State!.Number);
        }

        Assert.Equal(["e1", "e2", "e4"], Duck.EventIds(_folder["events"]).Order());
    }

    [Fact]
    public async Task An_event_that_is_not_allowed_keeps_the_state_from_the_store()
    {
        await using var cluster = await StartAsync();
        var (storage, log) = ServicesOf(cluster);
        await Assert.ThrowsAsync<RecoValidationException>(
            async () => await log.CommitAsync([NewEvent("")], storage, StateName, Grain, await ReadAsync(storage)));
        Assert.False((await ReadAsync(storage)).RecordExists);
    }

    [Fact]
    public async Task States_of_another_database_cannot_be_in_the_commit()
    {
        await using var cluster = await StartAsync(silo => silo.AddRocksDbGrainStorage("other", options => options.Path = _folder["other"]));
        var log = ServicesOf(cluster).Log;
        var other = cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("other");
        Assert.False(log.CanCommitWith(other));
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await log.CommitAsync([NewEvent("e")], other, StateName, Grain, await ReadAsync(other)));
        Assert.False((await ReadAsync(other)).RecordExists);
    }

    private static (IGrainStorage Storage, IEventLog Log) ServicesOf(InProcessTestCluster cluster)
    {
        var services = cluster.Silos[0].ServiceProvider;
        return (services.GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name), services.GetRequiredService<IEventLog>());
    }

    private static async Task<GrainState<ConformanceState>> ReadAsync(IGrainStorage storage)
    {
        var state = new GrainState<ConformanceState>();
        await storage.ReadStateAsync(StateName, Grain, state);
        return state;
    }

    private static LoggedEvent NewEvent(string id) => new()
    {
        Tenant = "default",
        EventId = id,
        User = "pseudonym",
        Type = "view",
        Timestamp = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private async Task<InProcessTestCluster> StartAsync(Action<ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddRecoEmbeddedStorage(_folder.Path);
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
