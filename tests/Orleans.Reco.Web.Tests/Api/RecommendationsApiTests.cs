using System.Net;

namespace Orleans.Reco.Web.Tests;

public sealed class RecommendationsApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Fact]
    public async Task A_click_is_followed_by_a_list_that_reflects_it()
    {
        var before = await app.Http.SendAsync("GET", "/v1/users/carl/recommendations?count=5").JsonAsync();
        var clicked = before.GetProperty("items")[2].GetProperty("itemId").GetString();
        var tracked = await app.Http.SendAsync("POST", "/v1/events",
            $$"""{"events":[{"userId":"carl","itemId":"{{clicked}}","type":"click"}]}""").JsonAsync();
        var sequence = tracked.GetProperty("results")[0].GetProperty("sequence").GetInt64();
        var after = await app.Http.SendAsync(
            "GET", $"/v1/users/carl/recommendations?count=5&minSequence={sequence}&explain=true&placement=home").JsonAsync();
        var ids = after.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()).ToArray();
        Assert.Equal(5, ids.Length);
        Assert.DoesNotContain(clicked, ids);
        Assert.Equal(sequence, after.GetProperty("sequence").GetInt64());
        Assert.NotEmpty(after.GetProperty("recommendationId").GetString()!);
        Assert.NotEmpty(after.GetProperty("modelVersion").GetString()!);
        var first = after.GetProperty("items")[0];
        Assert.NotEmpty(first.GetProperty("reasons")[0].GetString()!);
        Assert.Equal("similar", first.GetProperty("source").GetString());
        Assert.NotEmpty(first.GetProperty("title").GetString()!);
        Assert.True(first.GetProperty("price").GetDecimal() > 0);
        Assert.NotEmpty(first.GetProperty("category").GetString()!);
    }

    [Fact]
    public async Task Excluded_items_and_other_categories_do_not_come()
    {
        var category = app.Catalog[0].Categories[0];
        var path = $"/v1/users/dora/recommendations?count=3&category={Uri.EscapeDataString(category)}";
        var first = await app.Http.SendAsync("GET", path).JsonAsync();
        var ids = first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()!).ToArray();
        Assert.All(first.GetProperty("items").EnumerateArray(), item => Assert.Equal(category, item.GetProperty("category").GetString()));
        var second = await app.Http.SendAsync("GET", $"{path}&exclude={ids[0]}&exclude={ids[1]}").JsonAsync();
        var others = second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()).ToArray();
        Assert.Equal(ids[2], others[0]);
    }

    [Fact]
    public Task A_sequence_that_the_user_has_not_reached_is_a_409() =>
        app.Http.SendAsync("GET", "/v1/users/emil/recommendations?minSequence=99").ProblemAsync(HttpStatusCode.Conflict, "minSequence");

    [Theory]
    [InlineData("count=0", "count")]
    [InlineData("count=201", "count")]
    [InlineData("count=NaN", "count")]
    [InlineData("count=1&count=2", "count")]
    [InlineData("count=99999999999999999999", "count")]
    [InlineData("minSequence=-1", "minSequence")]
    [InlineData("explain=maybe", "explain")]
    [InlineData("category=", "category")]
    [InlineData("exclude=%01", "exclude[0]")]
    public Task A_parameter_that_is_not_allowed_is_named(string query, string field) =>
        app.Http.SendAsync("GET", $"/v1/users/emil/recommendations?{query}").ProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Given_items_are_ranked()
    {
        var (one, other) = (app.Catalog[3].ItemId, app.Catalog[9].ItemId);
        var answer = await app.Http.SendAsync("POST", "/v1/rank",
            $$"""{"userId":"fritz","itemIds":["{{one}}","{{other}}","unknown"],"explain":true}""").JsonAsync();
        Assert.Equal(
            [one, other],
            answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()).Order());
    }

    [Theory]
    [InlineData("""{}""", "userId")]
    [InlineData("""{"userId":"a"}""", "itemIds")]
    [InlineData("""{"userId":"a","itemIds":[]}""", "itemIds")]
    [InlineData("""{"userId":"a","itemIds":[null]}""", "itemIds[0]")]
    [InlineData("""{"userId":"a","itemIds":[""]}""", "itemIds[0]")]
    [InlineData("""{"userId":"a","itemIds":["x"],"minSequence":-1}""", "minSequence")]
    [InlineData("""{"userId":"a","itemIds":["x"],"minSequence":1.5}""", "minSequence")]
    [InlineData("""{"userId":"a","itemIds":["x"],"explain":1}""", "explain")]
    public Task A_wish_to_rank_that_is_not_allowed_is_named(string body, string field) =>
        app.Http.SendAsync("POST", "/v1/rank", body).ProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task A_visit_gets_recommendations_and_leaves_no_trace()
    {
        var item = app.Catalog[5];
        var answer = await app.Http.SendAsync("POST", "/v1/sessions/recommendations",
            $$"""{"events":[{"itemId":"{{item.ItemId}}"}],"count":4,"explain":true}""").JsonAsync();
        Assert.Equal(4, answer.GetProperty("items").GetArrayLength());
        Assert.Contains(item.Title, answer.GetProperty("items")[0].GetProperty("reasons")[0].GetString()!, StringComparison.Ordinal);
        await app.Http.SendAsync("GET", "/v1/users/visitor").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{}""", "events")]
    [InlineData("""{"events":[{}]}""", "events[0].itemId")]
    [InlineData("""{"events":[null]}""", "events[0].itemId")]
    [InlineData("""{"events":[{"itemId":5}]}""", "events[0].itemId")]
    [InlineData("""{"events":[{"itemId":"a","type":"jump"}]}""", "events[0].type")]
    [InlineData("""{"events":[],"count":0}""", "count")]
    [InlineData("""{"events":[],"count":"4"}""", "count")]
    [InlineData("""{"events":[],"exclude":[null]}""", "exclude[0]")]
    public Task A_visit_that_is_not_allowed_is_named(string body, string field) =>
        app.Http.SendAsync("POST", "/v1/sessions/recommendations", body).ProblemAsync(HttpStatusCode.BadRequest, field);
}
