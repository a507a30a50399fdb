namespace Orleans.Reco.Tests;

public sealed class AvailabilityTests
{
    [Fact]
    public async Task What_is_hidden_or_sold_out_is_in_no_list_that_begins_after_the_ack_on_any_of_three_silos()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3);
        await cluster.PutItemsAsync(30);
        var clients = Enumerable.Range(0, 3).Select(cluster.ClientOf).ToArray();
        foreach (var client in clients)
        {
            await client.RecommendAsync("warm", new RecommendRequest());
        }

        for (var i = 0; i < 20; i++)
        {
            var taking = clients[i % 3];
            var item = (await taking.GetItemAsync($"item-{i}"))!.Item;
            await taking.UpsertItemAsync(i % 2 == 0 ? item with { Hidden = true } : item with { InStock = false });

            // The contract is a second for other silos; while all of them answer, none is late at all.
            var lists = await Task.WhenAll(clients.SelectMany((client, n) => new[]
            {
                client.RecommendAsync($"user-{i}-{n}", new RecommendRequest { Count = 30 }),
                client.GetPopularAsync(30),
                client.GetNewAsync(30),
                client.RecommendForSessionAsync(new SessionRecommendRequest { Events = [], Count = 30 }),
            }));
            Assert.All(lists, list => Assert.DoesNotContain($"item-{i}", list.Items.Select(shown => shown.ItemId)));
            Assert.All(lists, list => Assert.NotEmpty(list.Items));
        }
    }

    [Fact]
    public async Task A_deleted_item_keeps_its_ordinal_for_when_it_comes_back()
    {
        await using var cluster = await RecoCluster.StartAsync();
        await cluster.PutItemsAsync(3);
        var before = (await cluster.Client.GetItemAsync("item-1"))!;
        Assert.True(await cluster.Client.DeleteItemAsync("item-1"));
        Assert.False(await cluster.Client.DeleteItemAsync("item-1"));
        Assert.Null(await cluster.Client.GetItemAsync("item-1"));
        var rejected = await cluster.Client.TrackAsync([RecoCluster.Event("u", "item-1")]);
        Assert.Equal("itemId", rejected[0].Error!.Field);

        await cluster.Client.UpsertItemAsync(before.Item);
        Assert.Equal(before.Ordinal, (await cluster.Client.GetItemAsync("item-1"))!.Ordinal);
        Assert.Equal(TrackStatus.Accepted, (await cluster.Client.TrackAsync([RecoCluster.Event("u", "item-1")]))[0].Status);
    }

    [Fact]
    public async Task Ordinals_are_dense_and_unique_when_many_items_come_at_once()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 2);
        var ids = await cluster.PutItemsAsync(700);
        var ordinals = await Task.WhenAll(ids.Select(async id => (await cluster.Client.GetItemAsync(id))!.Ordinal));
        Assert.Equal(Enumerable.Range(0, 700), ordinals.Order());
    }

    [Fact]
    public async Task Tenants_see_nothing_of_each_other()
    {
        await using var cluster = await RecoCluster.StartAsync();
        await cluster.PutItemsAsync(5);
        var other = cluster.Client.ForTenant("other");
        await other.UpsertItemAsync(new CatalogItem { ItemId = "theirs", Title = "Theirs" });

        Assert.Null(await other.GetItemAsync("item-1"));
        Assert.Equal(["theirs"], (await other.RecommendAsync("u", new RecommendRequest())).Items.Select(item => item.ItemId));
        Assert.DoesNotContain("theirs", (await cluster.Client.GetPopularAsync(10)).Items.Select(item => item.ItemId));
    }
}
