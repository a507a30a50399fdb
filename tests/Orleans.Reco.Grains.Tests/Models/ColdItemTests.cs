using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Tests;

/// <summary>Items that came after training, served by what the bundle's content tower makes of them.</summary>
public sealed class ColdItemTests
{
    private const int Trained = 20;

    [Fact]
    public async Task An_item_put_after_training_reaches_the_users_of_its_taste_and_moves_with_its_title()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: ("Reco:ReRanking:ExplorationShare", "0"));
        var items = TasteBundles.Ids(Trained).Select((id, i) => new CatalogItem { ItemId = id, Title = $"{TasteBundles.Colour(i)} thing" });
        Assert.All(await cluster.Client.UpsertItemsAsync([.. items]), result => Assert.Null(result.Error));
        await cluster.Client.PromoteModelAsync(await PublishAsync(cluster));
        await LookAtAsync(cluster, "red-lover", "red-0");
        await LookAtAsync(cluster, "blue-lover", "blue-1");

        var lamp = new CatalogItem { ItemId = "lamp", Title = "Red lamp" };
        await cluster.Client.UpsertItemAsync(lamp);
        await Eventually.TrueAsync(() => IsFirstAsync(cluster, "red-lover"));
        Assert.False(await IsFirstAsync(cluster, "blue-lover"));

        await cluster.Client.UpsertItemAsync(lamp with { Title = "Blue lamp" });
        await Eventually.TrueAsync(() => IsFirstAsync(cluster, "blue-lover"));
        Assert.False(await IsFirstAsync(cluster, "red-lover"));

        await cluster.Client.UpsertItemAsync(lamp with { Title = "Blue lamp", Hidden = true });
        var hidden = await cluster.Client.RecommendAsync("blue-lover", new RecommendRequest { Count = Trained });
        Assert.DoesNotContain("lamp", hidden.Items.Select(item => item.ItemId));
    }

    [Fact]
    public async Task A_trainer_reads_the_catalog_as_it_is()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var ids = await cluster.PutItemsAsync(600);
        Assert.True(await cluster.Client.DeleteItemAsync("item-7"));
        await cluster.Client.UpsertItemAsync(new CatalogItem { ItemId = "item-8", Title = "Renamed", Description = "Long" });
        var read = await CatalogReader.ReadAsync(cluster.Cluster.Client, "default", TestContext.Current.CancellationToken);

        Assert.Equal(ids.Where(id => id != "item-7").Order(), read.Select(item => item.ItemId).Order());
        Assert.Equal("Renamed", read.Single(item => item.ItemId == "item-8").Title);
        Assert.Empty(await CatalogReader.ReadAsync(cluster.Cluster.Client, "nobody", TestContext.Current.CancellationToken));
    }

    private static async Task LookAtAsync(RecoCluster cluster, string user, string item) =>
        Assert.Null((await cluster.Client.TrackAsync([RecoCluster.Event(user, item)]))[0].Error);

    private static async Task<bool> IsFirstAsync(RecoCluster cluster, string user) =>
        (await cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 5 })).Items[0].ItemId == "lamp";

    private static async Task<string> PublishAsync(RecoCluster cluster)
    {
        var folder = Path.Combine(cluster.Folder, "tastes");
        var manifest = TasteBundles.Write(folder, Trained);
        var silo = cluster.ServicesOf(0);
        await silo.GetRequiredService<IBundleStore>().PublishAsync("default", manifest.Version, folder);
        return manifest.Version;
    }
}
