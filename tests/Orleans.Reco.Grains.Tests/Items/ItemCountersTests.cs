using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

public sealed class ItemCountersTests
{
    [Fact]
    public async Task Counters_are_stored_after_the_delay()
    {
        await using var cluster = await StartAsync("00:00:00.200");
        await cluster.Client.TrackAsync([RecoCluster.Event("ben", "item-1")]);
        await Eventually.TrueAsync(async () => await StoredAsync(cluster) > 0);

        // Another event is news again.
        var before = await StoredAsync(cluster);
        await cluster.Client.TrackAsync([RecoCluster.Event("eve", "item-1")]);
        await Eventually.TrueAsync(async () => await StoredAsync(cluster) > before);
    }

    [Fact]
    public async Task Counters_are_stored_when_the_item_leaves_and_stay_when_its_record_is_put()
    {
        await using var cluster = await StartAsync("01:00:00");
        await cluster.Client.TrackAsync([RecoCluster.Event("ben", "item-1")]);
        var item = cluster.Cluster.Client.GetGrain<IItemGrain>("default/item-1");
        await Eventually.TrueAsync(async () => (await item.Get())!.Popularity > 0);
        Assert.Equal(0, await StoredAsync(cluster));

        await cluster.Cluster.DeactivateAsync(item);
        var stored = await StoredAsync(cluster);
        Assert.True(stored > 0);
        await cluster.PutItemsAsync(3);
        Assert.Equal(stored, await StoredAsync(cluster), 1e-3);
    }

    [Fact]
    public async Task An_item_that_does_not_take_its_counts_costs_the_others_nothing()
    {
        var refused = 0;
        await using var cluster = await RecoCluster.StartAsync(
            configure: silo => silo.AddIncomingGrainCallFilter(context =>
            {
                if (context.InterfaceMethod.Name == nameof(IItemActivityGrain.Record) && context.TargetId.Key.ToString() == "default/item-1")
                {
                    _ = Interlocked.Increment(ref refused);
                    throw new InvalidOperationException("Not this one.");
                }

                return context.Invoke();
            }),
            settings: [("Reco:Activity:FlushInterval", "00:00:00.050")]);
        _ = await cluster.PutItemsAsync(3);
        await cluster.Client.TrackAsync([RecoCluster.Event("ben", "item-1"), RecoCluster.Event("eve", "item-2")]);

        var tenants = cluster.ServicesOf(0).GetRequiredService<TenantRuntimes>();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref refused) > 0 && Popularity("item-2") > 0));
        Assert.Equal(0, Popularity("item-1"));

        float Popularity(string itemId) => tenants.Get("default").Catalog.TryGetRow(itemId, out var row) ? row.Signals.Popularity : 0;
    }

    private static async Task<RecoCluster> StartAsync(string delay)
    {
        var cluster = await RecoCluster.StartAsync(settings: [("Reco:User:LazySaveDelay", delay), ("Reco:Activity:FlushInterval", "00:00:00.050")]);
        _ = await cluster.PutItemsAsync(3);
        return cluster;
    }

    private static async Task<double> StoredAsync(RecoCluster cluster)
    {
        var storage = cluster.ServicesOf(0)
            .GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name);
        var stored = new GrainState<ItemState>();
        await storage.ReadStateAsync("item", GrainId.Create("reco-item", "default/item-1"), stored);
        return stored.State!.Popularity.Value;
    }
}
