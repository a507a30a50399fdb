using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

/// <summary>What the store has of a user's events, and in which of the two records.</summary>
public sealed class EventsBesideStateTests
{
    private const string User = "ben";
    private static readonly int Capacity = new UserOptions().EventsBesideState;

    [Fact]
    public async Task Events_stand_beside_the_state_until_there_are_many()
    {
        await using var cluster = await RecoCluster.StartAsync();
        _ = await cluster.PutItemsAsync(40);

        // A new user's state is written with the first event: it has the secret.
        await TrackAsync(cluster, 0);
        Assert.Equal((1, 0), await StoredAsync(cluster));
        for (var i = 1; i <= Capacity; i++)
        {
            await TrackAsync(cluster, i);
            Assert.Equal((1, i), await StoredAsync(cluster));
        }

        await TrackAsync(cluster, Capacity + 1);
        Assert.Equal(Capacity + 2, (await StoredAsync(cluster)).State);
        await TrackAsync(cluster, Capacity + 2);
        Assert.Equal((Capacity + 2, 1), await StoredAsync(cluster));

        await cluster.Cluster.DeactivateAsync(Grain(cluster));
        await AssertHasAsync(cluster, Capacity + 3);
    }

    [Fact]
    public async Task The_state_is_written_with_each_event_where_none_may_stand_beside_it()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: ("Reco:User:EventsBesideState", "0"));
        _ = await cluster.PutItemsAsync(40);
        for (var i = 0; i < 3; i++)
        {
            await TrackAsync(cluster, i);
            Assert.Equal((i + 1, 0), await StoredAsync(cluster));
        }
    }

    [Fact]
    public async Task A_user_who_moves_with_events_beside_the_state_loses_none_of_them()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 2);
        _ = await cluster.PutItemsAsync(40);
        var management = Grain(cluster).AsReference<IGrainManagementExtension>();
        for (var i = 0; i < 12; i++)
        {
            await TrackAsync(cluster, i);
            if (i % 3 == 0)
            {
                await management.MigrateOnIdle();
            }
            else if (i % 3 == 1)
            {
                await cluster.Cluster.DeactivateAsync(Grain(cluster));
            }
        }

        await cluster.Cluster.DeactivateAsync(Grain(cluster));
        await AssertHasAsync(cluster, 12);
    }

    [Fact]
    public async Task An_impression_beside_the_state_is_an_exposure_after_a_restart()
    {
        await using var cluster = await RecoCluster.StartAsync(
            settings: [("Reco:ReRanking:MaxExposures", "1"), ("Reco:ReRanking:ExplorationShare", "0")]);
        _ = await cluster.PutItemsAsync(10);
        await TrackAsync(cluster, 0);
        await cluster.Client.TrackAsync([RecoCluster.Event(User, "item-5", type: "impression")]);
        await cluster.Cluster.DeactivateAsync(Grain(cluster));

        var user = await cluster.Client.GetUserAsync(User);
        Assert.Equal((2, "item-0"), (user!.Sequence, Assert.Single(user.History).ItemId));
        var list = await cluster.Client.RecommendAsync(User, new RecommendRequest { Count = 8 });
        Assert.DoesNotContain("item-5", list.Items.Select(item => item.ItemId));
    }

    [Fact]
    public async Task An_erased_user_leaves_neither_record()
    {
        await using var cluster = await RecoCluster.StartAsync();
        _ = await cluster.PutItemsAsync(40);
        await TrackAsync(cluster, 0);
        await TrackAsync(cluster, 1);
        Assert.Equal((1, 1), await StoredAsync(cluster));

        await cluster.Client.EraseUserAsync(User);
        Assert.Equal((0, 0), await StoredAsync(cluster));
        Assert.Null(await cluster.Client.GetUserAsync(User));

        // Who comes back has nothing of before.
        await TrackAsync(cluster, 2);
        await TrackAsync(cluster, 3);
        await cluster.Cluster.DeactivateAsync(Grain(cluster));
        Assert.Equal(["item-3", "item-2"], (await cluster.Client.GetUserAsync(User))!.History.Select(step => step.ItemId));
    }

    private static IUserGrain Grain(RecoCluster cluster) => cluster.Cluster.Client.GetGrain<IUserGrain>($"default/{User}");

    private static async Task TrackAsync(RecoCluster cluster, int i) =>
        Assert.Equal(TrackStatus.Accepted, Assert.Single(await cluster.Client.TrackAsync([RecoCluster.Event(User, $"item-{i}", id: $"event-{i}")])).Status);

    private static async Task AssertHasAsync(RecoCluster cluster, int events)
    {
        var user = await cluster.Client.GetUserAsync(User);
        Assert.Equal(events, user!.Sequence);
        Assert.Equal(Enumerable.Range(0, events).Reverse().Select(i => $"item-{i}"), user.History.Select(step => step.ItemId));
    }

    /// <summary>Events that the stored state has, and that stand beside it.</summary>
    private static async Task<(int State, int Beside)> StoredAsync(RecoCluster cluster)
    {
        var storage = cluster.ServicesOf(0)
            .GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name);
        var (state, recent) = (new GrainState<UserState>(), new GrainState<RecentState>());
        await storage.ReadStateAsync("user", GrainId.Create("reco-user", $"default/{User}"), state);
        await storage.ReadStateAsync("recent", GrainId.Create("reco-user", $"default/{User}"), recent);
        return ((int)state.State!.Sequence, recent.State!.Events.Length);
    }
}
