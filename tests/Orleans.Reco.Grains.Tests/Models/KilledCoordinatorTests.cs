using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

/// <summary>The silo of the coordinator dies right after it has written that a refresh is in a stage, and before anything else.</summary>
public sealed class KilledCoordinatorTests
{
    [Theory]
    [InlineData(RefreshStage.Planned)]
    [InlineData(RefreshStage.Preparing)]
    [InlineData(RefreshStage.Training)]
    [InlineData(RefreshStage.Evaluating)]
    [InlineData(RefreshStage.Gated)]
    [InlineData(RefreshStage.Published)]
    [InlineData(RefreshStage.Staging)]
    [InlineData(RefreshStage.Canary)]
    [InlineData(RefreshStage.Promoted)]
    public async Task A_refresh_ends_as_it_would_have_and_once(RefreshStage stage)
    {
        using var barrier = new WriteBarrier(state => (state as ModelCoordinatorState)?.Current?.Stage == stage);
        await using var cluster = await RecoCluster.StartAsync(silos: 3, configure: barrier.AddTo, settings: [.. ShortCanary.Settings]);
        var items = await cluster.PutItemsAsync(20);
        var first = await cluster.PublishAsync(items, seed: 99);
        await cluster.Client.PromoteModelAsync(first);
        var starting = cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var silo = await barrier.Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.GetSiloForAddress(silo)!);

        var ended = await cluster.EndedAsync();
        Assert.Equal(((await starting).RefreshId, RefreshStage.Promoted, ended.Message), (ended.RefreshId, ended.Stage, ended.Message));
        var status = await cluster.Client.GetModelStatusAsync();
        Assert.Single(status.History);
        Assert.Equal((ended.Version, first), (status.ActiveVersion, status.PreviousVersion));
        Assert.Single(status.Audit, record => record is { Action: "refresh" });
        Assert.Single(status.Audit, record => record is { Action: "promote", By: "canary" });
        Assert.Equal([ended.Version, first], (await cluster.Client.ListModelsAsync()).Select(bundle => bundle.Version).OrderBy(version => version == first));
        for (var other = 0; other < 2; other++)
        {
            var served = cluster.ClientOf(other);
            await Eventually.TrueAsync(async () => (await served.RecommendAsync("u", new RecommendRequest())).ModelVersion == ended.Version);
        }
    }
}
