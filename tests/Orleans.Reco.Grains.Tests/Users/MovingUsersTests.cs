using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Reco.Grains;
using Orleans.TestingHost;

namespace Orleans.Reco.Tests;

/// <summary>What becomes of users in the memory of a silo that leaves.</summary>
public sealed class MovingUsersTests
{
    private const int Users = 40;
    private const int Items = 60;

    [Fact]
    public async Task Users_of_a_silo_that_leaves_are_in_the_memory_of_another_with_all_that_they_had()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3);
        var items = await cluster.PutItemsAsync(Items);
        for (var i = 0; i < Users; i++)
        {
            await cluster.Client.TrackAsync([Event(i, items)]);
            await cluster.Client.RecommendAsync($"user-{i}", new RecommendRequest());
        }

        // Placement goes by what silos report of their load, and may have passed over one of three that has just come.
        var leaving = cluster.Cluster.Silos[1];
        await Task.WhenAll(ResidentsOf(cluster, cluster.Cluster.Silos[0]).Take(10).Select(user => user.MoveTo(leaving.SiloAddress)));
        await Task.WhenAll(ResidentsOf(cluster, cluster.Cluster.Silos[2]).Take(10).Select(user => user.MoveTo(leaving.SiloAddress)));
        Assert.NotEmpty(ResidentsOf(cluster, leaving));

        await cluster.Cluster.StopSiloAsync(leaving);

        // Nobody has asked for any of them since.
        var residents = cluster.Cluster.GetActiveSilos().SelectMany(silo => ResidentsOf(cluster, silo)).ToArray();
        Assert.Equal(Users, residents.Length);
        Assert.All(residents, user => Assert.True(user.IsUnsaved));
        for (var i = 0; i < Users; i++)
        {
            var user = await cluster.Client.GetUserAsync($"user-{i}");
            Assert.Equal((1, items[i]), (user!.Sequence, Assert.Single(user.History).ItemId));
            var again = Assert.Single(await cluster.Client.TrackAsync([Event(i, items)]));
            Assert.Equal(TrackStatus.Duplicate, again.Status);
        }
    }

    [Fact]
    public async Task A_user_who_moves_keeps_what_was_written_and_what_was_not()
    {
        // Exploration draws from new items whether they were shown or not.
        await using var cluster = await RecoCluster.StartAsync(
            silos: 2, settings: [("Reco:ReRanking:MaxExposures", "1"), ("Reco:ReRanking:ExplorationShare", "0")]);
        var items = await cluster.PutItemsAsync(Items);
        var management = cluster.Cluster.Client.GetGrain<IUserGrain>("default/user-0").AsReference<IGrainManagementExtension>();
        var shown = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            await cluster.Client.TrackAsync([RecoCluster.Event("user-0", items[i])]);
            shown.AddRange((await cluster.Client.RecommendAsync("user-0", new RecommendRequest { Count = 4 })).Items.Select(item => item.ItemId));
            await management.MigrateOnIdle();
        }

        var user = await cluster.Client.GetUserAsync("user-0");
        Assert.Equal(10, user!.Sequence);
        Assert.Equal(items[..10].Reverse(), user.History.Select(step => step.ItemId));

        // Nothing is shown to them twice, wherever they are, but what they touched themselves in between.
        Assert.Equal(40, shown.Count);
        var touched = items[..10];
        Assert.Distinct(shown.Where(itemId => !touched.Contains(itemId)));
    }

    [Fact]
    public async Task A_user_who_has_moved_is_not_saved_by_the_silo_that_it_left()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 2);
        var items = await cluster.PutItemsAsync(Items);
        await cluster.Client.TrackAsync([Event(0, items)]);
        await cluster.Client.RecommendAsync("user-0", new RecommendRequest { Count = 4 });
        var silos = cluster.Cluster.Silos;
        var (from, to) = ResidentsOf(cluster, silos[0]).Any() ? (silos[0], silos[1]) : (silos[1], silos[0]);
        var left = Assert.Single(ResidentsOf(cluster, from));
        Assert.True(left.IsUnsaved);
        await left.MoveTo(to.SiloAddress);
        await Eventually.TrueAsync(() => Task.FromResult(ResidentsOf(cluster, to).Any()));
        var arrived = Assert.Single(ResidentsOf(cluster, to));

        // Its turn in the queue of the silo that it left.
        Assert.False(left.IsUnsaved);
        await left.SaveLazily();
        Assert.True(arrived.IsUnsaved);
        await arrived.SaveLazily();

        // The store took it: an activation whose write is refused leaves.
        Assert.False(arrived.IsUnsaved);
        await cluster.Client.TrackAsync([Event(0, items) with { EventId = "another" }]);
        Assert.Same(arrived, Assert.Single(ResidentsOf(cluster, to)));
    }

    private static Interaction Event(int user, string[] items) => RecoCluster.Event($"user-{user}", items[user]) with { EventId = $"event-{user}" };

    private static IEnumerable<UserGrain> ResidentsOf(RecoCluster cluster, InProcessSiloHandle silo) =>
        cluster.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<ResidentUsers>().Of("default");
}
