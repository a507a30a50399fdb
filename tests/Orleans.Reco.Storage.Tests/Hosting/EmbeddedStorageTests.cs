using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Orleans.Reco.Storage.Tests;

public sealed class EmbeddedStorageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_silos_share_a_folder_one_is_killed_and_nothing_acknowledged_is_lost()
    {
        await using (var cluster = await StartAsync(silos: 2))
        {
            Assert.Equal(Enumerable.Repeat(1, 20), await AddOneToEachAsync(cluster));
            foreach (var silo in cluster.Silos)
            {
                await silo.ServiceProvider.GetRequiredService<IEventLog>().AppendAsync([NewEvent(silo.Name)], Cancellation);
            }

            await cluster.KillSiloAsync(cluster.Silos[1], Cancellation);
            await cluster.WaitForLivenessToStabilizeAsync(didKill: true);

            Assert.Equal(Enumerable.Repeat(2, 20), await AddOneToEachAsync(cluster));
            await cluster.StopAllSilosAsync(Cancellation);
        }

        await using (var cluster = await StartAsync(silos: 1))
        {
            Assert.Equal(Enumerable.Repeat(3, 20), await AddOneToEachAsync(cluster));
        }

        Assert.Equal(["Silo_0", "Silo_1"], Duck.EventIds(_folder["events"]).Select(id => id[..6]));
    }

    [Fact]
    public async Task All_services_are_there_and_the_folder_has_the_documented_parts()
    {
        await using var cluster = await StartAsync(silos: 1);
        var services = cluster.Silos[0].ServiceProvider;
        var log = services.GetRequiredService<IEventLog>();
        await log.AppendAsync([NewEvent("e")], Cancellation);
        await log.FlushAsync(Cancellation);

        var segment = Assert.Single(await services.GetRequiredService<IEventLogReader>().ListSegmentsAsync("default", null, Cancellation));
        Assert.StartsWith(_folder["events"], segment, StringComparison.Ordinal);
        Assert.Equal(0, await services.GetRequiredService<IEventLogRecovery>().RecoverAsync(["nobody"], Cancellation));
        Assert.Empty(await services.GetRequiredService<IBundleStore>().ListAsync("default", Cancellation));
        Assert.True(File.Exists(_folder[Path.Combine("state", "CURRENT")]));
        Assert.Equal(cluster.Silos[0].Name, services.GetRequiredService<IOptions<EventLogOptions>>().Value.WriterId);
    }

    [Fact]
    public Task Bad_storage_options_are_named_at_the_start() =>
        AssertStartNamesAsync("BlockCacheBytes", silo => silo.AddRocksDbGrainStorage("bad", options =>
        {
            options.Path = _folder.Path;
            options.BlockCacheBytes = 1;
        }));

    [Fact]
    public Task Bad_event_log_options_are_named_at_the_start() =>
        AssertStartNamesAsync("SegmentMaxEvents", silo => silo.AddRecoEventLog(options =>
        {
            options.Path = _folder.Path;
            options.SegmentMaxEvents = 0;
        }));

    [Fact]
    public Task A_missing_path_is_named_at_the_start() => AssertStartNamesAsync("Path", silo => silo.AddRecoEventLog(_ => { }));

    private static async Task AssertStartNamesAsync(string key, Action<ISiloBuilder> configure)
    {
        var builder = new InProcessTestClusterBuilder(1);
        _ = builder.ConfigureSilo((_, silo) => configure(silo));
        await using var cluster = builder.Build();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => cluster.DeployAsync());

        Assert.Contains(key, error.ToString(), StringComparison.Ordinal);
    }

    private static LoggedEvent NewEvent(string id) => new()
    {
        Tenant = "default",
        EventId = id,
        User = "u",
        Type = "view",
        Timestamp = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static Task<int[]> AddOneToEachAsync(InProcessTestCluster cluster) =>
        Task.WhenAll(Enumerable.Range(0, 20).Select(i => cluster.Client.GetGrain<IStorageTestGrain>($"default/{i}").Add(1)));

    private async Task<InProcessTestCluster> StartAsync(short silos)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        _ = builder.ConfigureSilo((_, silo) => silo.AddRecoEmbeddedStorage(_folder.Path));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
