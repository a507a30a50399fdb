using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Tests;

public sealed class ModelSwapTests
{
    [Fact]
    public async Task Models_swap_under_load_without_a_failed_or_mixed_request()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 2);
        var items = await cluster.PutItemsAsync(60);
        var versions = new List<string>();
        for (var seed = 1; seed <= 4; seed++)
        {
            versions.Add(await PublishAsync(cluster, items, seed));
        }

        Assert.Equal(ScoreResult.NoModel, (await cluster.Client.RecommendAsync("early", new RecommendRequest())).ModelVersion);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var answers = new List<RecommendResponse>();
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var tracked = await cluster.Client.TrackAsync([RecoCluster.Event($"user-{worker}", items[i % items.Length])]);
                answers.Add(await cluster.Client.RecommendAsync(
                    $"user-{worker}", new RecommendRequest { Count = 5, MinSequence = tracked[0].Sequence }));
            }

            return answers;
        })).ToArray();
        foreach (var version in versions)
        {
            var status = await cluster.Client.PromoteModelAsync(version);
            Assert.Equal(version, status.ActiveVersion);

            // The ack of a promotion means that every silo has switched.
            for (var silo = 0; silo < 2; silo++)
            {
                var answer = await cluster.ClientOf(silo).RecommendAsync($"after-{silo}", new RecommendRequest());
                Assert.Equal(version, answer.ModelVersion);
            }
        }

        await stop.CancelAsync();
        var all = (await Task.WhenAll(load)).SelectMany(answers => answers).ToList();
        Assert.All(all, answer => Assert.False(answer.Degraded));
        Assert.All(all, answer => Assert.Contains(answer.ModelVersion, versions.Append(ScoreResult.NoModel)));
    }

    [Fact]
    public async Task A_silo_that_starts_later_serves_the_model_in_service()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var items = await cluster.PutItemsAsync(30);
        var version = await PublishAsync(cluster, items, seed: 1);
        await cluster.Client.PromoteModelAsync(version);
        await cluster.Cluster.StartAdditionalSiloAsync();

        var list = await cluster.ClientOf(1).RecommendAsync("u", new RecommendRequest { Count = 10 });
        Assert.Equal(version, list.ModelVersion);
        Assert.Equal(10, list.Items.Length);
    }

    [Fact]
    public async Task New_items_appear_beside_a_model_that_does_not_know_them()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var items = await cluster.PutItemsAsync(10);
        await cluster.Client.PromoteModelAsync(await PublishAsync(cluster, items, seed: 1));
        await cluster.Client.UpsertItemAsync(new CatalogItem { ItemId = "brand-new", Title = "Brand new", Categories = ["things-0"] });

        await Eventually.TrueAsync(async () =>
            (await cluster.Client.RecommendAsync("u", new RecommendRequest { Count = 11 })).Items.Any(item => item.ItemId == "brand-new"));
    }

    [Fact]
    public async Task A_bundle_that_is_not_in_the_store_is_refused()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var error = await Assert.ThrowsAsync<RecoValidationException>(() => cluster.Client.PromoteModelAsync("20260101T000000Z-00000000"));
        Assert.Equal("version", error.Field);
    }

    private static async Task<string> PublishAsync(RecoCluster cluster, string[] items, int seed)
    {
        var folder = Path.Combine(cluster.Folder, $"made-{seed}");
        var manifest = TestBundles.Write(folder, items, new TestBundleOptions { Seed = seed });
        var silo = cluster.ServicesOf(0);
        await silo.GetRequiredService<IBundleStore>().PublishAsync("default", manifest.Version, folder);
        return manifest.Version;
    }
}
