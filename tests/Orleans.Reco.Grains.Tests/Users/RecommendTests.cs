namespace Orleans.Reco.Tests;

public sealed class RecommendTests(SingleSilo fixture) : IClassFixture<SingleSilo>
{
    private readonly RecoCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task A_click_is_followed_by_a_list_without_the_item()
    {
        const string user = "clicker";
        for (var i = 0; i < 60; i++)
        {
            var before = await _cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 10 });
            var clicked = before.Items[0].ItemId;
            var tracked = await _cluster.Client.TrackAsync([RecoCluster.Event(user, clicked)]);
            var after = await _cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 10, MinSequence = tracked[0].Sequence });

            Assert.True(after.Sequence >= tracked[0].Sequence);
            Assert.DoesNotContain(clicked, after.Items.Select(item => item.ItemId));
        }
    }

    [Fact]
    public async Task A_sequence_that_was_never_given_is_refused()
    {
        var error = await Assert.ThrowsAsync<RecoValidationException>(
            () => _cluster.Client.RecommendAsync("nobody", new RecommendRequest { MinSequence = 3 }));
        Assert.Equal("minSequence", error.Field);
    }

    [Fact]
    public async Task Requests_that_are_not_allowed_name_the_field()
    {
        var count = await Assert.ThrowsAsync<RecoValidationException>(
            () => _cluster.Client.RecommendAsync("u", new RecommendRequest { Count = 0 }));
        var items = await Assert.ThrowsAsync<RecoValidationException>(
            () => _cluster.Client.RankAsync("u", new RankRequest { ItemIds = [] }));
        Assert.Equal(("count", "itemIds"), (count.Field, items.Field));
    }

    [Fact]
    public async Task Category_exclusions_and_reasons_are_honoured()
    {
        var list = await _cluster.Client.RecommendAsync(
            "filtered", new RecommendRequest { Count = 10, Category = "things-2", Exclude = ["item-2", "item-7"], Explain = true });

        Assert.Equal(10, list.Items.Length);
        Assert.All(list.Items, item => Assert.Equal("things-2", item.Category));
        Assert.All(list.Items, item => Assert.NotEmpty(item.Reasons));
        Assert.DoesNotContain(list.Items, item => item.ItemId is "item-2" or "item-7");
    }

    [Fact]
    public async Task Ranking_returns_the_known_and_available_of_the_given_items()
    {
        var ranked = await _cluster.Client.RankAsync("ranker", new RankRequest { ItemIds = ["item-9", "unknown", "item-3"] });
        Assert.Equal(["item-3", "item-9"], ranked.Items.Select(item => item.ItemId).Order());
    }

    [Fact]
    public async Task What_users_touch_together_is_similar()
    {
        for (var i = 0; i < 5; i++)
        {
            await _cluster.Client.TrackAsync([RecoCluster.Event($"pair-{i}", "item-40"), RecoCluster.Event($"pair-{i}", "item-41")]);
        }

        await Eventually.TrueAsync(async () =>
            (await _cluster.Client.GetSimilarAsync("item-40", 5))!.Items is [{ ItemId: "item-41" }, ..]);
        Assert.Null(await _cluster.Client.GetSimilarAsync("no-such-item", 5));
    }

    [Fact]
    public async Task What_is_bought_becomes_popular()
    {
        for (var i = 0; i < 8; i++)
        {
            await _cluster.Client.TrackAsync([RecoCluster.Event($"buyer-{i}", "item-77", "purchase")]);
        }

        await Eventually.TrueAsync(async () => (await _cluster.Client.GetPopularAsync(3)).Items.Any(item => item.ItemId == "item-77"));
    }

    [Fact]
    public async Task A_visit_without_a_user_gets_a_list_that_follows_its_events()
    {
        var list = await _cluster.Client.RecommendForSessionAsync(
            new SessionRecommendRequest { Events = [new("item-1"), new("item-2", "cart")], Count = 5 });
        Assert.Equal(5, list.Items.Length);
        Assert.DoesNotContain(list.Items, item => item.ItemId is "item-1" or "item-2");
    }
}
