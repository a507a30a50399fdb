namespace Orleans.Reco.Tests;

/// <summary>What shoppers notice of a store that is away.</summary>
public sealed class StoreAwayTests
{
    [Fact]
    public async Task Active_users_get_lists_while_the_store_is_away_and_keep_what_was_sent()
    {
        var store = new UncertainStorage.Switch();
        await using var cluster = await StartAsync(store);
        await TrackAsync(cluster, "e1");
        var reads = store.Reads["default/ben"];

        store.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e2"));
        var failures = store.Failures;
        Assert.NotEmpty((await cluster.Client.RecommendAsync("ben", new RecommendRequest { Count = 5, MinSequence = 1 })).Items);

        // The lazy write of what was shown fails too, and costs nobody an activation.
        await Eventually.TrueAsync(() => Task.FromResult(store.Failures > failures));
        Assert.NotEmpty((await cluster.Client.RecommendAsync("ben", new RecommendRequest { Count = 5, MinSequence = 1 })).Items);

        store.Away = false;
        Assert.Equal(2, await TrackAsync(cluster, "e2"));
        Assert.Equal(reads, store.Reads["default/ben"]);
        Assert.Equal(2, (await ReadAnewAsync(cluster)).Sequence);
    }

    [Fact]
    public async Task A_write_whose_reply_is_lost_counts_once()
    {
        var store = new UncertainStorage.Switch();
        await using var cluster = await StartAsync(store);
        await TrackAsync(cluster, "e1");

        // The store has the event and the activation does not know it. The client tries again: the activation's next write is refused, it
        // goes, and the one after it finds the event in the store.
        store.LosesReplies = true;
        Assert.Equal(2, await TrackAsync(cluster, "e2"));
        store.LosesReplies = false;

        Assert.Equal(3, await TrackAsync(cluster, "e3"));
        Assert.Equal(["item-3", "item-2", "item-1"], (await ReadAnewAsync(cluster)).History.Select(e => e.ItemId));
    }

    [Fact]
    public async Task Users_that_are_not_in_memory_are_refused_as_unavailable_and_come_back()
    {
        var store = new UncertainStorage.Switch();
        await using var cluster = await StartAsync(store);
        store.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e1"));

        store.Away = false;
        Assert.Equal(1, await TrackAsync(cluster, "e1"));
    }

    [Fact]
    public async Task More_events_than_may_wait_for_a_slow_store_are_refused()
    {
        var store = new UncertainStorage.Switch();
        await using var cluster = await StartAsync(store, ("Reco:User:MaxUnderWay", "5"));
        Assert.Equal(1, await TrackAsync(cluster, "e0"));
        await store.AtGate.WaitAsync(TestContext.Current.CancellationToken);
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        var grain = cluster.Cluster.Client.GetGrain<IUserGrain>("default/ben");
        var waiting = grain.Track([.. Enumerable.Range(1, 5).Select(i => RecoCluster.Event("ben", $"item-{i}", id: $"e{i}"))]);
        await store.AtGate.WaitAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<RecoUnavailableException>(() => grain.Track([RecoCluster.Event("ben", "item-6", id: "e6")]));
        gate.SetResult();

        Assert.Equal(6, (await waiting)[^1].Sequence);
        Assert.Equal(7, await TrackAsync(cluster, "e6"));
    }

    private static async Task<RecoCluster> StartAsync(UncertainStorage.Switch store, params (string Key, string Value)[] settings)
    {
        var cluster = await RecoCluster.StartAsync(storage: store, settings: [("Reco:User:LazySaveDelay", "00:00:00.200"), .. settings]);
        await cluster.PutItemsAsync(20);
        return cluster;
    }

    private static async Task<long> TrackAsync(RecoCluster cluster, string id) =>
        (await cluster.Client.TrackAsync([RecoCluster.Event("ben", $"item-{id[1..]}", id: id)]))[0].Sequence;

    private static async Task<UserProfile> ReadAnewAsync(RecoCluster cluster)
    {
        await cluster.Cluster.DeactivateAsync(cluster.Cluster.Client.GetGrain<IUserGrain>("default/ben"));
        return (await cluster.Client.GetUserAsync("ben"))!;
    }
}
