using System.Net;

namespace Orleans.Reco.Web.Tests;

public sealed class DiscoveryApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Theory]
    [InlineData("popular", "popular")]
    [InlineData("trending", "trending")]
    [InlineData("new", "new")]
    public async Task A_list_has_the_wanted_length_and_category(string list, string source)
    {
        var category = app.Catalog[0].Categories[0];
        var answer = await app.Http.SendAsync("GET", $"/v1/{list}?count=4&category={Uri.EscapeDataString(category)}").JsonAsync();
        Assert.Equal(4, answer.GetProperty("items").GetArrayLength());
        Assert.All(answer.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Equal(category, item.GetProperty("category").GetString());
            Assert.Equal(source, item.GetProperty("source").GetString());
        });
        await app.Http.SendAsync("GET", $"/v1/{list}?count=many").ProblemAsync(HttpStatusCode.BadRequest, "count");
    }

    [Fact]
    public async Task Similar_items_come_for_a_known_item_only()
    {
        var answer = await app.Http.SendAsync("GET", $"/v1/items/{app.Catalog[0].ItemId}/similar?count=3").JsonAsync();
        Assert.Equal(3, answer.GetProperty("items").GetArrayLength());
        await app.Http.SendAsync("GET", "/v1/items/nothing/similar").ProblemAsync(HttpStatusCode.NotFound);
        await app.Http.SendAsync("GET", "/v1/items/nothing/similar?count=0").ProblemAsync(HttpStatusCode.BadRequest, "count");
    }

    [Fact]
    public async Task The_catalog_comes_in_pages()
    {
        var first = await app.Http.SendAsync("GET", "/v1/catalog?count=3").JsonAsync();
        var second = await app.Http.SendAsync("GET", "/v1/catalog?count=3&offset=2").JsonAsync();
        Assert.Equal(app.Catalog.Count, first.GetProperty("total").GetInt32());
        Assert.Equal(12, first.GetProperty("categories").GetArrayLength());
        Assert.Equal(
            first.GetProperty("items")[2].GetProperty("itemId").GetString(),
            second.GetProperty("items")[0].GetProperty("itemId").GetString());
        await app.Http.SendAsync("GET", "/v1/catalog?offset=-1&count=501").ProblemAsync(HttpStatusCode.BadRequest, "offset", "count");
    }
}
