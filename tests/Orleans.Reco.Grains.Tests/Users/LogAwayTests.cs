using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

/// <summary>Whatever the store has of a user is in the event log, also where the log was away.</summary>
public sealed class LogAwayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_are_refused_while_the_log_is_away_and_are_in_it_once_when_they_are_sent_again(bool oneDatabase)
    {
        var log = new UncertainLog.Switch();
        await using var cluster = await StartAsync(log, oneDatabase);
        await TrackAsync(cluster, "e1");

        log.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e2"));
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e3"));

        log.Away = false;
        await TrackAsync(cluster, "e3");
        await TrackAsync(cluster, "e2");
        Assert.Equal(["e1", "e2", "e3"], await LoggedAsync(cluster));
        Assert.Equal(3, (await ReadAnewAsync(cluster))!.Sequence);
    }

    [Fact]
    public async Task What_a_user_leaves_behind_who_goes_while_the_log_is_away_is_in_neither()
    {
        var log = new UncertainLog.Switch();
        await using var cluster = await StartAsync(log, oneDatabase: true);
        await TrackAsync(cluster, "e1");
        log.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e2"));

        Assert.Equal(1, (await ReadAnewAsync(cluster))!.Sequence);
        log.Away = false;
        Assert.Equal(["e1"], await LoggedAsync(cluster));
        await TrackAsync(cluster, "e2");
        Assert.Equal(["e1", "e2"], await LoggedAsync(cluster));
    }

    [Fact]
    public async Task A_user_who_moves_while_the_log_is_away_takes_no_event_along_that_it_has_not()
    {
        var log = new UncertainLog.Switch();
        await using var cluster = await StartAsync(log, oneDatabase: true, silos: 2);
        await TrackAsync(cluster, "e1");
        log.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e2"));
        var here = ResidentsOf(cluster, 0).Any() ? 0 : 1;
        await Assert.Single(ResidentsOf(cluster, here)).MoveTo(cluster.Cluster.Silos[1 - here].SiloAddress);
        await Eventually.TrueAsync(async () => (await cluster.Client.GetUserAsync("ben"))?.Sequence == 1);

        log.Away = false;
        await TrackAsync(cluster, "e2");
        Assert.Equal(["e1", "e2"], await LoggedAsync(cluster));
        Assert.Equal(2, (await ReadAnewAsync(cluster))!.Sequence);
    }

    [Fact]
    public async Task A_user_who_is_erased_while_the_log_is_away_leaves_no_event_for_it()
    {
        var log = new UncertainLog.Switch();
        await using var cluster = await StartAsync(log, oneDatabase: true);
        await TrackAsync(cluster, "e1");
        log.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => TrackAsync(cluster, "e2"));
        await cluster.Client.EraseUserAsync("ben");

        log.Away = false;
        await TrackAsync(cluster, "e3");
        Assert.Equal(["e1", "e3"], await LoggedAsync(cluster));
        Assert.Equal(1, (await ReadAnewAsync(cluster))!.Sequence);
    }

    [Fact]
    public async Task An_activation_that_the_store_refused_once_writes_nothing_more()
    {
        var log = new UncertainLog.Switch();
        await using var cluster = await StartAsync(log, oneDatabase: true);
        await TrackAsync(cluster, "e1");
        await log.AtGate.WaitAsync(TestContext.Current.CancellationToken);
        var gate = new TaskCompletionSource();
        log.Gate = gate.Task;
        var event2 = RecoCluster.Event("ben", "item-2", id: "e2");
        var track = Grain(cluster).Track([event2]);
        await log.AtGate.WaitAsync(TestContext.Current.CancellationToken);

        // Another activation has written events beside the state, and the state is as it was: the write of the attributes alone would be taken.
        var storage = cluster.ServicesOf(0)
            .GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name);
        await storage.WriteStateAsync("recent", GrainId.Create("reco-user", "default/ben"), new GrainState<RecentState>(new RecentState()));
        var attributes = Grain(cluster).SetAttributes(new() { ["colour"] = "red" });
        _ = await Grain(cluster).GetProfile();
        gate.SetResult();
        await Assert.ThrowsAsync<RecoUnavailableException>(() => track);
        await Assert.ThrowsAsync<RecoUnavailableException>(() => attributes);

        Assert.Equal(1, (await ReadAnewAsync(cluster))!.Sequence);
        await TrackAsync(cluster, "e2");
        Assert.Equal(["e1", "e2"], await LoggedAsync(cluster));
    }

    private static async Task<RecoCluster> StartAsync(UncertainLog.Switch log, bool oneDatabase, short silos = 1)
    {
        var cluster = await RecoCluster.StartAsync(
            silos, storage: oneDatabase ? null : new UncertainStorage.Switch(), configure: silo => log.AddTo(silo.Services));
        await cluster.PutItemsAsync(20);
        return cluster;
    }

    private static IEnumerable<UserGrain> ResidentsOf(RecoCluster cluster, int silo) =>
        cluster.ServicesOf(silo).GetRequiredService<ResidentUsers>().Of("default");

    private static IUserGrain Grain(RecoCluster cluster) => cluster.Cluster.Client.GetGrain<IUserGrain>("default/ben");

    private static Task TrackAsync(RecoCluster cluster, string id) =>
        cluster.Client.TrackAsync([RecoCluster.Event("ben", $"item-{id[1..]}", id: id)]);

    private static async Task<UserProfile?> ReadAnewAsync(RecoCluster cluster)
    {
        await cluster.Cluster.DeactivateAsync(Grain(cluster));
        return await cluster.Client.GetUserAsync("ben");
    }

    private static async Task<string[]> LoggedAsync(RecoCluster cluster) =>
        [.. (await cluster.ReadLogAsync()).Select(row => row.EventId).Order()];
}
