using Microsoft.Playwright;

namespace Orleans.Reco.Tests;

/// <summary>Pages of the real host in a real Chromium.</summary>
public sealed class BrowserTests
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

        await using var browser = await Chromium.LaunchAsync();
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1100 } });
        await page.GotoAsync(new Uri(host.Address, "/dashboard#/grains").ToString());
        foreach (var grain in new[] { "UserGrain", "ItemGrain", "ScorerGrain", "ModelCoordinatorGrain" })
        {
            await page.GetByText(grain).First.WaitForAsync(new() { Timeout = 30_000 });
        }

        await Chromium.ScreenshotAsync(page, "dashboard");
    }

    [Fact]
    public async Task The_demo_moves_the_list_when_a_product_is_clicked()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path);
        await host.PutItemsAsync(60);
        await using var browser = await Chromium.LaunchAsync();
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1400 } });
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        await page.GotoAsync(host.Address.ToString());
        await Chromium.ScreenshotAsync(page, "home");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Outside_development_the_dashboard_asks_for_the_operator()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--Reco:Operator:Password=correct horse battery");
        using var anonymous = await host.Http.GetAsync("/dashboard");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, anonymous.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("operator:correct horse battery"u8));
        using var operators = await host.Http.SendAsync(request);
        Assert.True(operators.IsSuccessStatusCode);
    }
}
