using Orleans.Reco.Inference;

namespace Orleans.Reco.Training.Tests;

/// <summary>One training on two silos, undisturbed; the others are compared with it.</summary>
public sealed class UndisturbedTraining : IAsyncLifetime
{
    internal BundleManifest Manifest { get; private set; } = null!;

    internal int Rounds { get; private set; }

    internal int AlsSteps { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 2);
        var report = await cluster.TrainAsync("undisturbed");
        Assert.True(report.Stage == RefreshStage.Published, report.Message);
        Manifest = await cluster.ManifestAsync(report.Version!);
        Rounds = cluster.Gate.Rounds.Count;
        AlsSteps = cluster.Gate.AlsSteps;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class TrainingInPartsTests(UndisturbedTraining undisturbed) : IClassFixture<UndisturbedTraining>
{
    private const string Encoder = "encoder.ndcg@10";

    [Fact]
    public async Task Two_silos_learn_what_one_learns()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 2, ("Reco:Trainer:Parts:Max", "1"));
        var report = await cluster.TrainAsync("alone");
        Assert.True(report.Stage == RefreshStage.Published, report.Message);
        var alone = await cluster.ManifestAsync(report.Version!);
        Assert.Empty(cluster.Gate.Rounds);
        Assert.False(alone.Parameters.ContainsKey("parts"));
        Assert.Equal("2", undisturbed.Manifest.Parameters["parts"]);
        Assert.Equal("0", undisturbed.Manifest.Parameters["parts.leftOut"]);
        Assert.Equal(undisturbed.Rounds.ToString(), undisturbed.Manifest.Parameters["parts.rounds"]);
        Assert.False(undisturbed.Manifest.Parameters.ContainsKey("parts.lost"), undisturbed.Manifest.Parameters.GetValueOrDefault("parts.lost"));

        // Some forty users: one more hit is a percent. What averaging costs is measured on real data, see the study's results.
        Assert.True(
            undisturbed.Manifest.Metrics[Encoder] >= 0.95 * alone.Metrics[Encoder],
            $"{undisturbed.Manifest.Metrics[Encoder]} with parts, {alone.Metrics[Encoder]} alone");

        // ALS by blocks is ALS, but for the order of summation.
        Assert.Equal(0, cluster.Gate.AlsSteps);
        Assert.True(undisturbed.AlsSteps > 0);
        Assert.False(undisturbed.Manifest.Parameters.ContainsKey("parts.alsAlone"), undisturbed.Manifest.Parameters.GetValueOrDefault("parts.alsAlone"));
        Assert.Equal(alone.Metrics["ials.recall@20"], undisturbed.Manifest.Metrics["ials.recall@20"], 1e-3);
    }

    [Fact]
    public async Task What_was_received_before_the_window_changes_nothing()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 2, ("Reco:Trainer:Window", "00:30:00"));
        var before = SmallShop.Events(DateTimeOffset.UtcNow.AddHours(-1));
        await cluster.AppendAsync([.. before.Select(e => e with { EventId = $"before-{e.EventId}", ItemId = "item-000" })]);
        var report = await cluster.TrainAsync("window");
        Assert.True(report.Stage == RefreshStage.Published, report.Message);
        AssertSame(await cluster.ManifestAsync(report.Version!));
    }

    [Fact]
    public async Task A_trainer_killed_in_mid_round_changes_nothing()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 2);
        cluster.Gate.CloseFrom(epoch: 2, round: 1);
        var manifest = await TrainThroughKillAsync(cluster, "killed", lead: false);
        Assert.True(int.Parse(manifest.Parameters["parts.redone"]) >= 1, "the part was made again");
        Assert.Equal("0", manifest.Parameters["parts.leftOut"]);
        AssertSame(manifest);
    }

    [Fact]
    public async Task A_trainer_killed_in_mid_iteration_of_ALS_changes_nothing()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 2);
        cluster.Gate.CloseFromAls(iteration: 3);
        var manifest = await TrainThroughKillAsync(cluster, "killed-als", lead: false);
        Assert.True(int.Parse(manifest.Parameters["parts.redone"]) >= 1, "the part was made again");
        Assert.False(manifest.Parameters.ContainsKey("parts.alsAlone"), manifest.Parameters.GetValueOrDefault("parts.alsAlone"));
        AssertSame(manifest);
    }

    [Fact]
    public async Task A_lead_that_is_killed_is_gone_on_for_from_the_last_round()
    {
        await using var cluster = await TrainingCluster.StartAsync(silos: 3, ("Reco:Trainer:Parts:Max", "2"));
        cluster.Gate.CloseFrom(epoch: 2, round: 1);
        var manifest = await TrainThroughKillAsync(cluster, "killed-lead", lead: true);
        Assert.True(
            int.Parse(manifest.Parameters["parts.rounds"]) < undisturbed.Rounds,
            $"{manifest.Parameters["parts.rounds"]} rounds after the checkpoint, {undisturbed.Rounds} in all");
        AssertSame(manifest);
    }

    /// <summary>Trains, kills a silo when the gate holds a call, and goes on.</summary>
    private static async Task<BundleManifest> TrainThroughKillAsync(TrainingCluster cluster, string refresh, bool lead)
    {
        var training = cluster.TrainAsync(refresh);
        await cluster.Gate.Held;
        await cluster.KillAsync(lead);
        cluster.Gate.Open();
        var report = await training;
        Assert.True(report.Stage == RefreshStage.Published, report.Message);
        return await cluster.ManifestAsync(report.Version!);
    }

    // What a part does follows from what it was sent, so that it is the same to the last digit, and not merely within 1 %.
    private void AssertSame(BundleManifest manifest)
    {
        foreach (var (name, value) in undisturbed.Manifest.Metrics)
        {
            Assert.Equal((name, value), (name, manifest.Metrics[name]));
        }

        Assert.Equal(undisturbed.Manifest.DataFingerprint, manifest.DataFingerprint);
    }
}
