using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;

namespace Orleans.Reco.Tests;

/// <summary>Pages of the real host in a real Chromium.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_dashboard_shows_user_item_scoring_and_coordinator_grains()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--environment=Development", "--Reco:Demo:Enabled=false");
        await host.PutItemsAsync(40);
        for (var i = 0; i < 30; i++)
        {
            await host.PostAsync<EventsAnswer>("/v1/events", new { events = new[] { new { userId = $"user-{i}", itemId = "item-1", type = "view" } } });
            await host.GetAsync<RecommendResponse>($"/v1/users/user-{i}/recommendations");
        }

        var page = await browser.OpenAsync([]);
        await page.GotoAsync(new Uri(host.Address, "/dashboard#/grains").ToString());
        foreach (var grain in new[] { "UserGrain", "ItemGrain", "ScorerGrain", "ModelCoordinatorGrain" })
        {
            await page.GetByText(grain, new() { Exact = true }).First.WaitForAsync();
        }
    }

    [Fact]
    public async Task The_demo_moves_the_list_of_the_real_system_when_a_product_is_clicked()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path);
        await host.PutItemsAsync(60);
        var complaints = new List<string>();
        var page = await browser.OpenAsync(complaints);
        await page.GotoAsync(host.Address.ToString());
        await page.ClickAsync("#new-shopper");
        await Assertions.Expect(page.Locator("#recommendations .rec")).ToHaveCountAsync(12);
        var recommended = page.Locator("#recommendations .rec").First;
        var clicked = await recommended.GetAttributeAsync("data-item");
        await recommended.Locator(".open").ClickAsync();
        await Assertions.Expect(page.Locator("#speed")).ToContainTextAsync("new list in");
        await Assertions.Expect(page.Locator("#history .step")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator($"#recommendations .rec[data-item='{clicked}']")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Outside_development_the_dashboard_asks_for_the_operator()
    {
        const string password = "correct horse battery";
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, $"--Reco:Operator:Password={password}");
        using var anonymous = await host.Http.GetAsync("/dashboard/");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"operator:{password}")));
        using var operators = await host.Http.SendAsync(request);
        Assert.True(operators.IsSuccessStatusCode);
    }
}
