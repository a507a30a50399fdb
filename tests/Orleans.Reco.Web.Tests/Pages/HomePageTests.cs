using System.Net;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web.Tests;

public sealed class HomePageTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Fact]
    public async Task The_page_links_to_everything_and_loads_nothing_from_elsewhere()
    {
        var page = await PageAsync("/");
        foreach (var address in (string[])["/reference", "/dashboard", "/health/ready", "/metrics", "/openapi/v1.json"])
        {
            Assert.Contains($"href=\"{address}\"", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_assets_are_there_and_may_be_kept()
    {
        var page = await PageAsync("/");
        foreach (var name in (string[])["reco.css", "reco.js", "icon.svg"])
        {
            var end = page.IndexOf(name, StringComparison.Ordinal) + name.Length;
            var address = page[page.LastIndexOf("/_reco/", end, StringComparison.Ordinal)..end];
            using var response = await app.Http.SendAsync("GET", address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300));
        }

        using var old = await app.Http.SendAsync("GET", "/_reco/000000000000/reco.js");
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task The_state_is_told_in_plain_words_and_escaped()
    {
        app.Reco.Cluster = new ClusterStatus(
            [new SiloState("<b>silo</b>", "127.0.0.1:1", "active", app.Time.GetUtcNow(), 1200)], [new GrainActivations("UserGrain", 1)]);
        var made = new RefreshInfo
        {
            RefreshId = "r-0",
            Reason = "first",
            Stage = RefreshStage.Promoted,
            StartedAt = app.Time.GetUtcNow(),
            EndedAt = app.Time.GetUtcNow(),
            Version = "m-2026",
            Metrics = new()
            {
                ["encoder.ndcg@10"] = 0.08,
                ["encoder.hit@10"] = 0.2,
                ["popularity.ndcg@10"] = 0.04,
                ["popularity.hit@10"] = 0.1,
            },
        };
        app.Reco.Models = new ModelStatus
        {
            ActiveVersion = "m-2026",
            ActiveSince = app.Time.GetUtcNow(),
            History = [made],
            Current = made with { RefreshId = "r-1", Stage = RefreshStage.Training, EndedAt = null, Progress = 0.42, Version = null },
        };
        var page = await PageAsync("/");
        Assert.Contains("1 silo", page, StringComparison.Ordinal);
        Assert.Contains("1 shopper and 0 products", page, StringComparison.Ordinal);
        Assert.Contains("1,200 grains", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;silo&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>silo</b>", page, StringComparison.Ordinal);
        Assert.Contains("m-2026", page, StringComparison.Ordinal);
        Assert.Contains("2.0 times", page, StringComparison.Ordinal);
        Assert.Contains("0.080", page, StringComparison.Ordinal);
        Assert.Contains("It is training: 42 %", page, StringComparison.Ordinal);

        var panel = await PageAsync("/_reco/status");
        Assert.StartsWith("<div", panel.Trim(), StringComparison.Ordinal);
        Assert.Contains("It is training: 42 %", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_comes_without_a_cluster_and_says_so()
    {
        app.Reco.Failure = new RecoUnavailableException("away");
        try
        {
            Assert.Contains("Not reachable", await PageAsync("/"), StringComparison.Ordinal);
        }
        finally
        {
            app.Reco.Failure = null;
        }
    }

    private async Task<string> PageAsync(string path)
    {
        using var response = await app.Http.SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync(HttpAssert.Token);
    }
}
