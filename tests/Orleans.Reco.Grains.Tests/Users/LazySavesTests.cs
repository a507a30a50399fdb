using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

public sealed class LazySavesTests
{
    [Fact]
    public async Task What_a_user_was_shown_is_stored_after_the_delay()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: ("Reco:User:LazySaveDelay", "00:00:00.200"));
        _ = await cluster.PutItemsAsync(50);
        _ = await cluster.Client.RecommendAsync("looker", new RecommendRequest { Count = 5 });
        await Eventually.TrueAsync(async () => (await StoredAsync(cluster, "looker")).Exposures.Length == 5);

        // Another list is news again.
        _ = await cluster.Client.RecommendAsync("looker", new RecommendRequest { Count = 5 });
        await Eventually.TrueAsync(async () => (await StoredAsync(cluster, "looker")).Exposures.Length == 10);
    }

    [Fact]
    public async Task What_a_user_was_shown_is_stored_with_the_next_event_and_when_the_user_leaves()
    {
        await using var cluster = await RecoCluster.StartAsync();
        _ = await cluster.PutItemsAsync(50);
        _ = await cluster.Client.RecommendAsync("looker", new RecommendRequest { Count = 5 });
        Assert.Equal(0, (await StoredAsync(cluster, "looker")).Exposures.Length);

        _ = await cluster.Client.TrackAsync([RecoCluster.Event("looker", "item-1")]);
        Assert.Equal(5, (await StoredAsync(cluster, "looker")).Exposures.Length);

        _ = await cluster.Client.RecommendAsync("looker", new RecommendRequest { Count = 5 });
        await cluster.Cluster.DeactivateAsync(cluster.Cluster.Client.GetGrain<IUserGrain>("default/looker"));
        Assert.Equal(10, (await StoredAsync(cluster, "looker")).Exposures.Length);
    }

    private static async Task<UserState> StoredAsync(RecoCluster cluster, string user)
    {
        var storage = cluster.ServicesOf(0)
            .GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name);
        var stored = new GrainState<UserState>();
        await storage.ReadStateAsync("user", GrainId.Create("reco-user", $"default/{user}"), stored);
        return stored.State!;
    }
}
