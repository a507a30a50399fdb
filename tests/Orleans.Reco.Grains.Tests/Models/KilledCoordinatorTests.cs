namespace Orleans.Reco.Tests;

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
    public async Task A_refresh_ends_as_it_would_have_and_once(RefreshStage stage)
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3, settings: [.. ShortCanary.Settings]);
        var items = await cluster.PutItemsAsync(20);
        await cluster.Client.PromoteModelAsync(await cluster.PublishAsync(items, seed: 99));
        var id = (await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" })).RefreshId;
        await Eventually.TrueAsync(async () => (await cluster.Client.GetModelStatusAsync()).Current!.Stage == stage);
        var coordinator = cluster.Cluster.Client.GetGrain<IModelCoordinatorGrain>("default");
        Assert.True(cluster.Cluster.TryGetGrainContext(coordinator.GetGrainId(), out var context));
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.GetSiloForAddress(context!.Address.SiloAddress!)!);

        var ended = await cluster.EndedAsync();
        Assert.Equal((id, RefreshStage.Promoted), (ended.RefreshId, ended.Stage));
        var status = await cluster.Client.GetModelStatusAsync();
        Assert.Single(status.History);
        Assert.Equal(ended.Version, status.ActiveVersion);
        for (var silo = 0; silo < 2; silo++)
        {
            var served = cluster.ClientOf(silo);
            await Eventually.TrueAsync(async () => (await served.RecommendAsync("u", new RecommendRequest())).ModelVersion == ended.Version);
        }
    }
}
