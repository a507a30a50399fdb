using Microsoft.Playwright;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web.Tests;

public sealed class DemoTests(RecoApp app, Browser browser) : IClassFixture<RecoApp>, IClassFixture<Browser>
{
    private readonly List<string> _complaints = [];

    [Fact]
    public async Task A_click_moves_the_list_at_once()
    {
        var page = await DemoAsync();
        await page.ClickAsync("#new-shopper");
        await Assertions.Expect(page.Locator("#list-title")).ToContainTextAsync("For guest-");
        await Assertions.Expect(page.Locator("#recommendations .rec")).ToHaveCountAsync(12);
        var before = await IdsAsync(page);

        var card = page.Locator("#products .product:not(.sold-out)").First;
        var clicked = await card.GetAttributeAsync("data-item");
        await card.Locator(".open").ClickAsync();
        await Assertions.Expect(page.Locator("#speed")).ToContainTextAsync("click → new list in");
        var after = await IdsAsync(page);
        Assert.NotEqual(before, after);
        Assert.DoesNotContain(clicked, after);
        await Assertions.Expect(page.Locator("#history .step")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#recommendations .why").First).ToContainTextAsync("because of");
        await Assertions.Expect(page.Locator("#recommendations .badge").First).ToHaveTextAsync("similar");

        await card.GetByRole(AriaRole.Button, new() { Name = "Buy" }).ClickAsync();
        await Assertions.Expect(page.Locator("#history .step").First).ToContainTextAsync("purchase");
        await page.Locator("#recommendations .open").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#history .step")).ToHaveCountAsync(3);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Pages_categories_and_known_shoppers_work()
    {
        var page = await DemoAsync();
        var first = await page.Locator("#products .product").First.GetAttributeAsync("data-item");
        await page.ClickAsync("#next");
        await Assertions.Expect(page.Locator("#page")).ToHaveTextAsync($"13–24 of {app.Catalog.Count}");
        Assert.NotEqual(first, await page.Locator("#products .product").First.GetAttributeAsync("data-item"));
        var category = app.Catalog[0].Categories[0];
        await page.GetByRole(AriaRole.Button, new() { Name = category, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#page")).ToHaveTextAsync($"1–12 of {app.Catalog.Count(i => i.Categories[0] == category)}");
        await page.FillAsync("#shopper-id", "greta");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#list-title")).ToHaveTextAsync("For greta");

        // Looking a shopper up that nobody knows is the one 404 that the page expects.
        Assert.All(_complaints, complaint => Assert.Contains("404", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Titles_and_ids_stay_text()
    {
        const string evil = "<img src=x onerror=\"document.title='owned'\">";
        var item = new CatalogItem { ItemId = evil, Title = evil, Categories = ["Odd", evil] };
        await app.Reco.ForTenant("odd").UpsertItemAsync(item, HttpAssert.Token);
        var page = await DemoAsync(tenant: "odd");
        await page.FillAsync("#shopper-id", evil);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#list-title")).ToHaveTextAsync($"For {evil}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Odd", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#products .title").First).ToHaveTextAsync(evil);
        await page.Locator("#products .open").First.ClickAsync();
        await Assertions.Expect(page.Locator("#history .step")).ToContainTextAsync(evil);
        Assert.Equal("Orleans.Reco", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("main img").CountAsync());
    }

    [Theory]
    [InlineData(1360, false)]
    [InlineData(1360, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task The_page_fits_the_window(int width, bool dark)
    {
        Describe();
        var page = await DemoAsync(width, dark);
        await page.ClickAsync("#new-shopper");
        await page.Locator("#products .product:not(.sold-out) .open").First.ClickAsync();
        await Assertions.Expect(page.Locator("#speed")).ToContainTextAsync("new list in");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page is wider than the window.");
        var unnamed = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('button, input, a')].filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)");
        Assert.Empty(unnamed);
        var folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        var picture = await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(folder, $"home-{width}-{(dark ? "dark" : "light")}.png") });
        Assert.True(picture.Length > 20_000);
    }

    [Fact]
    public async Task The_reference_page_works_without_other_servers()
    {
        var page = await browser.OpenAsync(_complaints);
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } url && url.Authority != app.Http.BaseAddress!.Authority)
            {
                foreign.Add(request.Url);
            }
        };
        await page.GotoAsync(new Uri(app.Http.BaseAddress!, "/reference").ToString());
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Record what users did", new() { Timeout = 30_000 });
        Assert.Empty(foreign);
    }

    private static async Task<string[]> IdsAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#recommendations .rec')].map(e => e.dataset.item)");

    private async Task<IPage> DemoAsync(int width = 1360, bool dark = false, string tenant = RecoKey.DefaultTenant)
    {
        // The shopper with whom the demo begins is known: the browser writes a failed look-up to the console.
        await app.Reco.ForTenant(tenant).SetUserAttributesAsync("shopper-00042", new Dictionary<string, string>(), HttpAssert.Token);
        var page = await browser.OpenAsync(_complaints, width, dark);
        await page.GotoAsync(new Uri(app.Http.BaseAddress!, $"/?tenant={tenant}").ToString());
        await Assertions.Expect(page.Locator("body[data-ready]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#list-title")).ToHaveTextAsync("For shopper-00042");
        return page;
    }

    private void Describe()
    {
        var since = app.Time.GetUtcNow();
        app.Reco.Cluster = new ClusterStatus(
            [new SiloState("silo-1", "127.0.0.1:11111", "active", since, 2140), new SiloState("silo-2", "127.0.0.1:11112", "active", since, 1980)],
            [new GrainActivations("UserGrain", 2613), new GrainActivations("ItemGrain", 1422)]);
        var made = new RefreshInfo
        {
            RefreshId = "r-7",
            Reason = "nightly",
            Stage = RefreshStage.Promoted,
            StartedAt = since,
            EndedAt = since,
            Version = "20260201-1130-gru",
            Message = "Trained on 107,176 events of 2,385 shoppers.",
            Metrics = new()
            {
                ["encoder.ndcg@10"] = 0.083,
                ["encoder.hit@10"] = 0.171,
                ["knn.ndcg@10"] = 0.061,
                ["knn.hit@10"] = 0.133,
                ["popularity.ndcg@10"] = 0.031,
                ["popularity.hit@10"] = 0.069,
            },
        };
        app.Reco.Models = new ModelStatus { ActiveVersion = made.Version, ActiveSince = since, Current = made, History = [made] };
    }
}
