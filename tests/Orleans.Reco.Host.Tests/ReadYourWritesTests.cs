using System.Text.Json;

namespace Orleans.Reco.Tests;

public sealed class ReadYourWritesTests
{
    private const int Clicks = 1000;

    [Fact]
    public async Task A_thousand_clicks_in_a_row_are_each_followed_by_a_list_that_reflects_them()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path);
        await host.PutItemsAsync(300);
        for (var i = 0; i < Clicks; i++)
        {
            // A history remembers its last 100 items: a shopper who has clicked through them begins anew elsewhere.
            var user = $"shopper-{i / 80}";
            var path = $"/v1/users/{user}/recommendations?count=10";
            var before = (await host.GetAsync<RecommendResponse>(path)).Items.Select(item => item.ItemId).ToArray();
            var clicked = before[i % before.Length];
            var tracked = (await host.PostAsync<EventsAnswer>(
                "/v1/events", new { events = new[] { new { userId = user, itemId = clicked, type = "click" } } })).Results[0];
            Assert.Equal(TrackStatus.Accepted, tracked.Status);

            var after = await host.GetAsync<RecommendResponse>($"{path}&minSequence={tracked.Sequence}");
            Assert.DoesNotContain(clicked, after.Items.Select(item => item.ItemId));
            Assert.NotEqual(before, after.Items.Select(item => item.ItemId));
            Assert.True(after.Items.Length == 10, $"click {i}: {JsonSerializer.Serialize(after)}");
        }
    }
}
