using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Tests;

public sealed class EventLogGrainTests(SingleSilo silo) : IClassFixture<SingleSilo>
{
    private readonly RecoCluster _cluster = silo.Cluster;

    [Fact]
    public async Task The_files_of_a_day_that_is_over_become_one()
    {
        var services = _cluster.ServicesOf(0);
        var log = services.GetRequiredService<IEventLog>();
        var received = TimeProvider.System.GetUtcNow().AddDays(-10);
        foreach (var id in (string[])["a", "b", "c"])
        {
            await log.AppendAsync([new LoggedEvent { Tenant = "kept", EventId = id, User = "u", Type = "view", Timestamp = received, ReceivedAt = received }]);
            await log.FlushAsync();
        }

        var tenant = Path.Combine(_cluster.Folder, "events", "tenant=kept");
        Assert.Equal(3, Directory.GetFiles(tenant, "*.parquet", SearchOption.AllDirectories).Length);

        // Asked by every silo, it still does it once.
        var grains = services.GetRequiredService<IGrainFactory>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => grains.GetGrain<IEventLogGrain>("kept").Maintain()));

        await Eventually.TrueAsync(() => Task.FromResult(Directory.GetFiles(tenant, "*.parquet", SearchOption.AllDirectories).Length == 1));
        Assert.Equal(["a", "b", "c"], LoggedRows.Read(Path.Combine(_cluster.Folder, "events")).Where(row => row.User == "u").Select(row => row.EventId).Order());
    }
}
