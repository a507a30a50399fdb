namespace Orleans.Reco.Tests;

/// <summary>Canaries in a cluster whose shoppers like red or blue things and click what they like.</summary>
public sealed class CanaryTests
{
    private const int Items = 20;

    [Fact]
    public async Task A_poisoned_bundle_that_the_gate_lets_through_is_rolled_back_by_itself()
    {
        await using var cluster = await StartShopAsync(duration: "00:10:00");
        var good = (await cluster.Client.GetModelStatusAsync()).ActiveVersion;
        cluster.Trainer.Write = (folder, number) => TestBundles.Write(folder, TasteBundles.Ids(Items), new TestBundleOptions { Seed = number }).Version;
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "poisoned" });

        var ended = await ShopUntilEndedAsync(cluster);
        Assert.Equal(RefreshStage.RolledBack, ended.Stage);
        Assert.Contains("click-through of the canary", ended.Message, StringComparison.Ordinal);
        var status = await cluster.Client.GetModelStatusAsync();
        Assert.Equal(good, status.ActiveVersion);
        Assert.Equal(("canary", "rollback"), (status.Audit[0].By, status.Audit[0].Action));
        Assert.Equal(good, (await cluster.Client.RecommendAsync("anybody", new RecommendRequest())).ModelVersion);
    }

    [Fact]
    public async Task A_canary_serves_its_users_and_no_others_and_counts_each_once()
    {
        await using var cluster = await StartShopAsync(duration: "00:00:04");
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "as good" });
        await Eventually.TrueAsync(async () => (await cluster.Client.GetModelStatusAsync()).Current!.Stage == RefreshStage.Canary);
        var current = (await cluster.Client.GetModelStatusAsync()).Current!;
        var versions = new Dictionary<string, HashSet<string>>();
        for (var i = 0; (await cluster.Client.GetModelStatusAsync()).Current!.Stage == RefreshStage.Canary; i++)
        {
            var user = $"user-{i % 40}";
            var list = await cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 5 });
            if (!versions.TryGetValue(user, out var seen))
            {
                versions[user] = seen = [];
            }

            seen.Add(list.ModelVersion);
        }

        var ended = await cluster.EndedAsync();
        Assert.Equal(RefreshStage.Promoted, ended.Stage);

        // The promotion may come between a look at the status and a list; then the last list of that user is of the new version.
        Assert.True(versions.Values.Count(seen => seen.Count > 1) <= 1);
        Assert.True(new HashSet<string> { current.Parent!, current.Version! }.SetEquals(versions.Values.SelectMany(seen => seen)));
        var answered = ended.Canary!.Metrics.Single(metric => metric.Name == "answered");
        Assert.InRange(answered.ControlUsers + answered.CanaryUsers, 1, 40);
        Assert.Equal(answered.CanaryUsers, answered.CanarySuccesses);
    }

    [Fact]
    public async Task A_command_takes_a_canary_back_and_a_promoted_model_too()
    {
        await using var cluster = await StartShopAsync(duration: "00:10:00");
        var first = (await cluster.Client.GetModelStatusAsync()).ActiveVersion!;
        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        await Eventually.TrueAsync(async () => (await cluster.Client.GetModelStatusAsync()).Current!.Stage == RefreshStage.Canary);
        var canary = (await cluster.Client.RollBackModelAsync("looks odd", "ada")).Current!;
        Assert.Equal((RefreshStage.RolledBack, "looks odd"), (canary.Stage, canary.Message));

        await cluster.Client.PromoteModelAsync(canary.Version!, "ada");
        Assert.Equal(canary.Version, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
        Assert.Equal(first, (await cluster.Client.RollBackModelAsync("still odd", "ada")).ActiveVersion);
        Assert.Equal(first, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
        var nothing = await Assert.ThrowsAsync<RecoValidationException>(() => cluster.Client.RollBackModelAsync("again", "ada"));
        Assert.Equal("version", nothing.Field);
    }

    private static async Task<RecoCluster> StartShopAsync(string duration)
    {
        var cluster = await RecoCluster.StartAsync(silos: 2, settings:
        [
            .. ShortCanary.Settings,
            ("Reco:Refresh:Canary:Duration", duration),
            ("Reco:Refresh:Gate:Enabled", "false"),
            ("Reco:ReRanking:ExplorationShare", "0"),
        ]);
        var items = TasteBundles.Ids(Items).Select((id, i) => new CatalogItem { ItemId = id, Title = $"{TasteBundles.Colour(i)} thing" });
        Assert.All(await cluster.Client.UpsertItemsAsync([.. items]), result => Assert.Null(result.Error));
        var version = await cluster.PublishAsync(folder => TasteBundles.Write(folder, Items, content: false).Version);
        await cluster.Client.PromoteModelAsync(version);
        cluster.Trainer.Write = (folder, _) => TasteBundles.Write(folder, Items).Version;
        return cluster;
    }

    /// <summary>Shoppers come one after the other, look at a thing of their colour, and click the first of their list if it has it too.</summary>
    private static async Task<RefreshInfo> ShopUntilEndedAsync(RecoCluster cluster)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        for (var i = 0; !deadline.IsCancellationRequested; i++)
        {
            var (user, colour) = ($"shopper-{i}", TasteBundles.Colour(i));
            await cluster.Client.TrackAsync([RecoCluster.Event(user, $"{colour}-{(i % 2) + 2}")]);
            var list = await cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 3 });
            if (list.Items[0].ItemId.StartsWith(colour, StringComparison.Ordinal))
            {
                await cluster.Client.TrackAsync([RecoCluster.Event(user, list.Items[0].ItemId) with { RecommendationId = list.RecommendationId }]);
            }

            if (i % 20 == 0 && (await cluster.Client.GetModelStatusAsync()).Current is { EndedAt: not null } ended)
            {
                return ended;
            }
        }

        throw new TimeoutException("The canary did not end.");
    }
}
