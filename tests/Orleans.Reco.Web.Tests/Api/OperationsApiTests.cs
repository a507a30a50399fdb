using System.Net;
using System.Text.Json;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web.Tests;

public sealed class OperationsApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Fact]
    public async Task A_refresh_is_started_and_seen()
    {
        using var response = await app.Http.SendAsync("POST", "/v1/models/refresh", """{"reason":"new season"}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("/v1/models", response.Headers.Location?.ToString());
        var models = await app.Http.SendAsync("GET", "/v1/models").JsonAsync();
        Assert.Equal("training", models.GetProperty("current").GetProperty("stage").GetString());
        Assert.Equal("new season", models.GetProperty("current").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_refresh_needs_no_body_but_a_body_must_fit()
    {
        await app.Http.SendAsync("POST", "/v1/models/refresh").JsonAsync(HttpStatusCode.Accepted);
        await app.Http.SendAsync("POST", "/v1/models/refresh", """{"reason":5}""").ProblemAsync(HttpStatusCode.BadRequest, "reason");
        await app.Http.SendAsync("POST", "/v1/models/refresh", $$"""{"reason":"{{new string('x', 257)}}"}""")
            .ProblemAsync(HttpStatusCode.BadRequest, "reason");
    }

    [Fact]
    public async Task A_bundle_is_promoted_if_there_is_one()
    {
        var models = await app.Http.SendAsync("POST", "/v1/models/m-1/promote").JsonAsync();
        Assert.Equal("m-1", models.GetProperty("activeVersion").GetString());
        await app.Http.SendAsync("POST", "/v1/models/other/promote").ProblemAsync(HttpStatusCode.BadRequest, "version");
    }

    [Fact]
    public async Task A_quick_refresh_says_who_asked_for_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/refresh");
        request.Headers.Add("X-Reco-Operator", "ada");
        request.Content = new StringContent("""{"kind":"quick"}""", System.Text.Encoding.UTF8, "application/json");
        var refresh = await app.Http.SendAsync(request, HttpAssert.Token).JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal("quick", refresh.GetProperty("kind").GetString());
        Assert.Equal("ada (not verified)", refresh.GetProperty("by").GetString());
        await app.Http.SendAsync("POST", "/v1/models/refresh", """{"kind":"slow"}""").ProblemAsync(HttpStatusCode.BadRequest, "kind");
    }

    [Fact]
    public async Task A_bundle_of_the_inbox_is_registered_and_bundles_are_listed()
    {
        var refresh = await app.Http.SendAsync("POST", "/v1/models/register", """{"folder":"from-python"}""").JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal("registered", refresh.GetProperty("kind").GetString());
        await app.Http.SendAsync("POST", "/v1/models/register", "{}").ProblemAsync(HttpStatusCode.BadRequest, "folder");
        app.Reco.Bundles = [new BundleInfo { Version = "m-7", Metrics = new() { ["served.ndcg@10"] = 0.5 } }];
        var bundles = await app.Http.SendAsync("GET", "/v1/models/bundles").JsonAsync();
        Assert.Equal(0.5, bundles[0].GetProperty("metrics").GetProperty("served.ndcg@10").GetDouble());
    }

    [Fact]
    public async Task A_model_is_rolled_back_if_there_is_one_before_it()
    {
        app.Reco.Models = new ModelStatus { ActiveVersion = "m-2", PreviousVersion = "m-1" };
        var models = await app.Http.SendAsync("POST", "/v1/models/rollback", """{"reason":"odd"}""").JsonAsync();
        Assert.Equal("m-1", models.GetProperty("activeVersion").GetString());
        Assert.Equal("odd", models.GetProperty("audit")[0].GetProperty("detail").GetString());
        await app.Http.SendAsync("POST", "/v1/models/rollback").ProblemAsync(HttpStatusCode.BadRequest, "version");
    }

    [Fact]
    public async Task The_cluster_is_described()
    {
        app.Reco.Cluster = new ClusterStatus(
            [new SiloState("silo-1", "127.0.0.1:1", "active", app.Time.GetUtcNow(), 12)],
            [new GrainActivations("UserGrain", 5), new GrainActivations("ItemGrain", 3)]);
        var cluster = await app.Http.SendAsync("GET", "/v1/cluster").JsonAsync();
        Assert.Equal("silo-1", cluster.GetProperty("silos")[0].GetProperty("name").GetString());
        Assert.Equal(5, cluster.GetProperty("activeUsers").GetInt32());
        Assert.Equal(3, cluster.GetProperty("activeItems").GetInt32());
    }

    [Fact]
    public async Task The_document_describes_every_endpoint()
    {
        var document = await app.Http.SendAsync("GET", "/openapi/v1.json").JsonAsync();
        var paths = document.GetProperty("paths");
        string[] expected =
        [
            "/v1/catalog", "/v1/cluster", "/v1/events", "/v1/items", "/v1/items/{id}", "/v1/items/{id}/similar", "/v1/models",
            "/v1/models/bundles", "/v1/models/refresh", "/v1/models/register", "/v1/models/rollback", "/v1/models/{version}/promote", "/v1/new",
            "/v1/popular", "/v1/rank", "/v1/sessions/recommendations",
            "/v1/trending", "/v1/users/{id}", "/v1/users/{id}/recommendations",
        ];
        Assert.Equal(expected, paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var operation in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            Assert.Contains(
                operation.Value.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == "X-Reco-Tenant");
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("503", out _));
        }

        var track = paths.GetProperty("/v1/events").GetProperty("post").GetProperty("requestBody").GetProperty("content");
        Assert.Equal(JsonValueKind.Array, track.GetProperty("application/json").GetProperty("example").GetProperty("events").ValueKind);
        Assert.Contains("minSequence", paths.GetProperty("/v1/users/{id}/recommendations").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reference_page_brings_its_own_script()
    {
        using var response = await app.Http.SendAsync("GET", "/reference");
        var page = await response.Content.ReadAsStringAsync(HttpAssert.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("cdn.", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
    }
}
