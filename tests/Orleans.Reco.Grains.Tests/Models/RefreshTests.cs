using Orleans.Reco.Grains;
using Orleans.Runtime;

namespace Orleans.Reco.Tests;

/// <summary>The coordinator with a trainer that makes random bundles: what is tested is the way, not the learning.</summary>
public sealed class RefreshTests
{
    [Fact]
    public async Task A_refresh_goes_from_plan_to_service()
    {
        await using var cluster = await RecoCluster.StartAsync();
        await cluster.PutItemsAsync(20);
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var ended = await cluster.EndedAsync();

        Assert.Equal(RefreshStage.Promoted, ended.Stage);
        Assert.Equal(ended.Version, (await cluster.Client.GetModelStatusAsync()).ActiveVersion);
        Assert.Equal(ended.Version, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
    }

    [Fact]
    public async Task A_second_start_joins_the_refresh_under_way()
    {
        await using var cluster = await RecoCluster.StartAsync();
        await cluster.PutItemsAsync(20);
        var started = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = $"start {i}" })));
        Assert.Single(started.Select(refresh => refresh.RefreshId).Distinct());
        await cluster.EndedAsync();
        Assert.Single((await cluster.Client.GetModelStatusAsync()).History);
    }

    [Fact]
    public async Task The_gate_refuses_a_model_that_loses_to_popularity()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: ("Reco:Refresh:Gate:MinGainOverPopularity", "5"));
        await cluster.PutItemsAsync(20);
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var ended = await cluster.EndedAsync();

        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("NDCG@10 on the holdout is 0.2; at least 0.5 is needed", ended.Message);
        Assert.Equal([false], ended.Checks.Select(check => check.Passed));
        Assert.Null((await cluster.Client.GetModelStatusAsync()).ActiveVersion);
    }

    [Fact]
    public async Task The_reminder_starts_a_refresh_that_is_due_and_no_other()
    {
        await using var eager = await RecoCluster.StartAsync(settings: ("Reco:Refresh:Schedule:Full", "00:00:00.001"));
        await eager.PutItemsAsync(20);
        await RemindAsync(eager, firstTick: DateTime.UtcNow.AddDays(-1));
        var ended = await eager.EndedAsync();
        Assert.Equal(("schedule", RefreshStage.Promoted), (ended.Reason, ended.Stage));

        await using var patient = await RecoCluster.StartAsync();
        await RemindAsync(patient, firstTick: DateTime.UtcNow.AddHours(-1));
        Assert.Null((await patient.Client.GetModelStatusAsync()).Current);
    }

    [Fact]
    public async Task Events_before_a_refresh_do_not_count_towards_the_next()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var items = await cluster.PutItemsAsync(20);
        await cluster.Client.TrackAsync([RecoCluster.Event("u", items[0]), RecoCluster.Event("u", items[1])]);
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        await cluster.EndedAsync();
        await RemindAsync(cluster, firstTick: DateTime.UtcNow);
        Assert.Equal(0, (await cluster.Client.GetModelStatusAsync()).Signals.Events);

        await cluster.Client.TrackAsync([RecoCluster.Event("u", items[2])]);
        await RemindAsync(cluster, firstTick: DateTime.UtcNow);
        Assert.Equal(1, (await cluster.Client.GetModelStatusAsync()).Signals.Events);
    }

    [Fact]
    public async Task A_refresh_whose_coordinator_is_gone_ends_on_another_silo()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3);
        await cluster.PutItemsAsync(20);
        var id = (await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" })).RefreshId;
        var coordinator = cluster.Cluster.Client.GetGrain<IModelCoordinatorGrain>("default");
        Assert.True(cluster.Cluster.TryGetGrainContext(coordinator.GetGrainId(), out var context));
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.GetSiloForAddress(context!.Address.SiloAddress!)!);

        var ended = await cluster.EndedAsync();
        Assert.Equal((id, RefreshStage.Promoted), (ended.RefreshId, ended.Stage));
    }

    [Fact]
    public async Task A_roll_back_that_is_sent_again_takes_back_nothing_more()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var items = await cluster.PutItemsAsync(20);
        var versions = await Task.WhenAll(Enumerable.Range(1, 3).Select(seed => cluster.PublishAsync(items, seed)));
        foreach (var version in versions)
        {
            await cluster.Client.PromoteModelAsync(version);
        }

        var coordinator = cluster.Cluster.Client.GetGrain<IModelCoordinatorGrain>("default");
        Assert.Equal(versions[1], (await coordinator.RollBack("ada", "looks bad", versions[2])).ActiveVersion);
        Assert.Equal(versions[1], (await coordinator.RollBack("ada", "looks bad", versions[2])).ActiveVersion);
        Assert.Single((await coordinator.GetStatus()).Audit, record => record.Action == "rollback");
    }

    private static Task RemindAsync(RecoCluster cluster, DateTime firstTick) => cluster.Cluster.Client
        .GetGrain<IModelCoordinatorGrain>("default").AsReference<IRemindable>()
        .ReceiveReminder("refresh", new TickStatus(firstTick, TimeSpan.FromMinutes(1), DateTime.UtcNow));
}
