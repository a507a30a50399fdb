using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
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
        await cluster.Client.StartRefreshAsync("test");
        var ended = await EndedAsync(cluster);

        Assert.Equal(RefreshStage.Promoted, ended.Stage);
        Assert.Equal(ended.Version, (await cluster.Client.GetModelStatusAsync()).ActiveVersion);
        Assert.Equal(ended.Version, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
    }

    [Fact]
    public async Task A_second_start_joins_the_refresh_under_way()
    {
        await using var cluster = await RecoCluster.StartAsync();
        await cluster.PutItemsAsync(20);
        var started = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => cluster.Client.StartRefreshAsync($"start {i}")));
        Assert.Single(started.Select(refresh => refresh.RefreshId).Distinct());
        await EndedAsync(cluster);
        Assert.Single((await cluster.Client.GetModelStatusAsync()).History);
    }

    [Fact]
    public async Task The_gate_refuses_a_model_that_loses_to_popularity()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: ("Reco:Refresh:MinGainOverPopularity", "5"));
        await cluster.PutItemsAsync(20);
        await cluster.Client.StartRefreshAsync("test");
        var ended = await EndedAsync(cluster);

        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("below the gate", ended.Message);
        Assert.Null((await cluster.Client.GetModelStatusAsync()).ActiveVersion);
    }

    [Fact]
    public async Task The_reminder_starts_a_refresh_that_is_due_and_no_other()
    {
        await using var eager = await RecoCluster.StartAsync(settings: ("Reco:Refresh:Interval", "00:00:00.001"));
        await eager.PutItemsAsync(20);
        await RemindAsync(eager, firstTick: DateTime.UtcNow.AddDays(-1));
        var ended = await EndedAsync(eager);
        Assert.Equal(("schedule", RefreshStage.Promoted), (ended.Reason, ended.Stage));

        await using var patient = await RecoCluster.StartAsync();
        await RemindAsync(patient, firstTick: DateTime.UtcNow.AddHours(-1));
        Assert.Null((await patient.Client.GetModelStatusAsync()).Current);
    }

    [Fact]
    public async Task A_refresh_whose_coordinator_is_gone_ends_on_another_silo()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3);
        await cluster.PutItemsAsync(20);
        var id = (await cluster.Client.StartRefreshAsync("test")).RefreshId;
        var coordinator = cluster.Cluster.Client.GetGrain<IModelCoordinatorGrain>("default");
        Assert.True(cluster.Cluster.TryGetGrainContext(coordinator.GetGrainId(), out var context));
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.GetSiloForAddress(context!.Address.SiloAddress!)!);

        var ended = await EndedAsync(cluster);
        Assert.Equal((id, RefreshStage.Promoted), (ended.RefreshId, ended.Stage));
    }

    private static Task RemindAsync(RecoCluster cluster, DateTime firstTick) => cluster.Cluster.Client
        .GetGrain<IModelCoordinatorGrain>("default").AsReference<IRemindable>()
        .ReceiveReminder("refresh", new TickStatus(firstTick, TimeSpan.FromMinutes(1), DateTime.UtcNow));

    private static async Task<RefreshInfo> EndedAsync(RecoCluster cluster)
    {
        RefreshInfo? ended = null;
        await Eventually.TrueAsync(async () =>
        {
            ended = (await cluster.Client.GetModelStatusAsync()).Current;
            return ended is { EndedAt: not null };
        });
        return ended!;
    }
}

[GrainType("test-trainer")]
internal sealed class RandomTrainerGrain(IBundleStore bundles, RecoClusterFolder folder) : Grain, ITrainerGrain
{
    private int _asked;
    private string? _version;

    public async Task<TrainingReport> Advance(TrainingPlan plan)
    {
        // Some stages take time, so that a test can interfere.
        if (++_asked < 3)
        {
            return new TrainingReport { Stage = _asked == 1 ? RefreshStage.Preparing : RefreshStage.Training };
        }

        var items = Enumerable.Range(0, 20).Select(i => $"item-{i}").ToArray();
        if (_version is null)
        {
            var made = Path.Combine(folder.Path, $"made-{Guid.NewGuid():N}");
            _version = TestBundles.Write(made, items, new TestBundleOptions { CreatedAt = DateTimeOffset.UtcNow }).Version;
            await bundles.PublishAsync(this.GetPrimaryKeyString(), _version, made);
        }

        return new TrainingReport
        {
            Stage = RefreshStage.Published,
            Version = _version,
            Metrics = new() { ["served.ndcg@10"] = 0.2, ["popularity.ndcg@10"] = 0.1 },
        };
    }
}

/// <summary>Where the cluster of a test keeps its files.</summary>
internal sealed record RecoClusterFolder(string Path);
