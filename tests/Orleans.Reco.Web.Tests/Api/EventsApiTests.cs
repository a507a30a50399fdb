using System.Net;
using System.Text.Json;

namespace Orleans.Reco.Web.Tests;

public sealed class EventsApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    private string Item => app.Catalog[0].ItemId;

    [Fact]
    public async Task Events_are_accepted_once_and_a_bad_one_is_rejected_alone()
    {
        var answer = await app.Http.SendAsync("POST", "/v1/events", $$"""
            {"events":[
              {"eventId":"e-1","userId":"anna","itemId":"{{Item}}","type":"click"},
              {"userId":"anna","itemId":"{{Item}}","type":"teleport"},
              {"eventId":"e-1","userId":"anna","itemId":"{{Item}}","type":"click"},
              {"userId":"anna","itemId":"{{Item}}","type":"rating","value":4,"timestamp":"2026-01-31T12:00:00","sessionId":"s",
               "recommendationId":"r","context":{"page":"home"},"somethingNew":[1,2]}]}
            """).JsonAsync();
        var results = answer.GetProperty("results");
        Assert.Equal(["accepted", "rejected", "duplicate", "accepted"], results.EnumerateArray().Select(r => r.GetProperty("status").GetString()));
        Assert.Equal("e-1", results[0].GetProperty("eventId").GetString());
        Assert.Equal(1, results[0].GetProperty("sequence").GetInt64());
        Assert.False(results[0].TryGetProperty("error", out _));
        Assert.Equal("type", results[1].GetProperty("error").GetProperty("field").GetString());
        Assert.Equal(1, results[2].GetProperty("sequence").GetInt64());
        Assert.Equal(7, Guid.Parse(results[3].GetProperty("eventId").GetString()!).Version);

        var user = await app.Http.SendAsync("GET", "/v1/users/anna").JsonAsync();
        Assert.Equal(2, user.GetProperty("sequence").GetInt64());
        Assert.Equal("2026-01-31T12:00:00+00:00", user.GetProperty("history")[0].GetProperty("timestamp").GetString());
        Assert.Equal(app.Catalog[0].Title, user.GetProperty("history")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_batch_of_bad_events_only_is_a_400_with_fields_and_results()
    {
        var problem = await app.Http.SendAsync("POST", "/v1/events", """{"events":[{"userId":"anna"},7]}""")
            .ProblemAsync(HttpStatusCode.BadRequest, "events[0].type", "events[1].event");
        Assert.Equal(2, problem.GetProperty("results").GetArrayLength());
        Assert.Equal("rejected", problem.GetProperty("results")[1].GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, problem.GetProperty("results")[1].GetProperty("eventId").ValueKind);
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "events")]
    [InlineData("""{"events":{}}""", "events")]
    [InlineData("""{"events":[]}""", "events")]
    [InlineData("""{"events":[{"userId":"a","itemId":"b","type":"click"}""", "body")]
    [InlineData("""{"events":[{"userId":"a","itemId":"b","type":"rating","value":NaN}]}""", "body")]
    public Task A_body_that_is_no_batch_is_a_400(string body, string field) =>
        app.Http.SendAsync("POST", "/v1/events", body).ProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public Task Too_many_events_are_a_400()
    {
        var events = string.Join(',', Enumerable.Repeat("""{"userId":"a","itemId":"b","type":"view"}""", 1001));
        return app.Http.SendAsync("POST", "/v1/events", $$"""{"events":[{{events}}]}""").ProblemAsync(HttpStatusCode.BadRequest, "events");
    }

    [Fact]
    public async Task A_thousand_events_are_taken()
    {
        var events = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"userId":"u-{{i % 7}}","itemId":"{{Item}}","type":"view"}"""));
        var answer = await app.Http.SendAsync("POST", "/v1/events", $$"""{"events":[{{events}}]}""").JsonAsync();
        Assert.Equal(1000, answer.GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_body_over_the_limit_is_a_413(bool chunked)
    {
        var content = HttpAssert.Json(new byte[5 * 1024 * 1024]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        return app.Http.SendAsync(request, HttpAssert.Token).ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body");
    }

    [Fact]
    public Task A_body_that_is_not_json_is_a_415() =>
        app.Http.PostAsync("/v1/events", new StringContent("userId=anna"), HttpAssert.Token)
            .ProblemAsync(HttpStatusCode.UnsupportedMediaType, "Content-Type");
}
