using System.Net;
using Microsoft.Playwright;

namespace Orleans.Reco.Web.Tests;

public sealed class ModelsPageTests(RecoApp app, Browser browser) : IClassFixture<RecoApp>, IClassFixture<Browser>
{
    [Fact]
    public async Task The_page_tells_what_gate_and_canary_measured_and_who_did_what()
    {
        app.Reco.Models = InCanary();
        app.Reco.Bundles = [new BundleInfo { Version = "m-2" }, new BundleInfo { Version = "m-0", Fault = "manifest.json: is missing" }];
        using var response = await app.Http.SendAsync("GET", "/models");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(HttpAssert.Token));
        foreach (var text in (string[])
            ["m-1", "NDCG@10 on the holdout", "0.0812", "≥ 0.04", "click-through", "10.00 % of 100 users", "<script>", "manifest.json: is missing"])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        var raw = await response.Content.ReadAsStringAsync(HttpAssert.Token);
        Assert.Contains("&lt;script&gt;", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_rolls_back()
    {
        app.Reco.Models = InCanary() with { PreviousVersion = "m-0" };
        var complaints = new List<string>();
        var page = await browser.OpenAsync(complaints);
        await page.GotoAsync(new Uri(app.Http.BaseAddress!, "/models").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        await Assertions.Expect(page.Locator("#models .version")).ToHaveTextAsync("m-0");
        await Assertions.Expect(page.Locator("#models")).ToContainTextAsync("anonymous");
        Assert.Empty(complaints);
    }

    private ModelStatus InCanary() => new()
    {
        ActiveVersion = "m-1",
        ActiveSince = app.Time.GetUtcNow(),
        Current = new RefreshInfo
        {
            RefreshId = "r-1",
            Reason = "<script>",
            Stage = RefreshStage.Canary,
            StartedAt = app.Time.GetUtcNow(),
            Version = "m-2",
            Checks = [new GateCheck("NDCG@10 on the holdout", 0.0812, 0.04)],
            Canary = new CanaryStatus
            {
                Version = "m-2",
                Control = "m-1",
                Share = 0.1,
                Metrics = [new CanaryMetric { Name = "click-through", CanaryUsers = 100, CanarySuccesses = 10, ControlUsers = 900 }],
            },
        },
        Audit = [new AuditRecord(app.Time.GetUtcNow(), "ada", "refresh", null, "new season")],
    };
}
