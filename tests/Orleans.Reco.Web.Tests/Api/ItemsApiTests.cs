using System.Net;

namespace Orleans.Reco.Web.Tests;

public sealed class ItemsApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Theory]
    [InlineData("plain-1")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("50 % off?#+&ü😀")]
    public async Task An_item_is_put_read_and_deleted_whatever_its_id(string id)
    {
        var path = $"/v1/items/{Uri.EscapeDataString(id)}";
        await app.Http.SendAsync("PUT", path, """
            {"title":"Lamp","description":"Bright","categories":["Home","Lamps"],"brand":"Lys","price":12.50,"currency":"EUR",
             "tags":["led"],"attributes":{"colour":"red"},"inStock":true,"hidden":false,
             "publishedAt":"2026-01-01T00:00:00Z","expiresAt":"2027-01-01T00:00:00Z"}
            """).JsonAsync(HttpStatusCode.NoContent);
        var item = await app.Http.SendAsync("GET", path).JsonAsync();
        Assert.Equal(id, item.GetProperty("itemId").GetString());
        Assert.Equal("Lamp", item.GetProperty("title").GetString());
        Assert.Equal(12.50m, item.GetProperty("price").GetDecimal());
        Assert.Equal("red", item.GetProperty("attributes").GetProperty("colour").GetString());
        Assert.True(item.GetProperty("inStock").GetBoolean());
        Assert.Equal(2.5, item.GetProperty("popularity").GetDouble());
        await app.Http.SendAsync("DELETE", path).JsonAsync(HttpStatusCode.NoContent);
        await app.Http.SendAsync("GET", path).ProblemAsync(HttpStatusCode.NotFound);
        await app.Http.SendAsync("DELETE", path).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_sold_out_item_leaves_the_recommendations()
    {
        var id = app.Catalog[0].ItemId;
        await app.Http.SendAsync("PUT", $"/v1/items/{id}", """{"title":"Gone","inStock":false}""").JsonAsync(HttpStatusCode.NoContent);
        var list = await app.Http.SendAsync("GET", "/v1/popular?count=200").JsonAsync();
        Assert.DoesNotContain(id, list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()));
    }

    [Theory]
    [InlineData("""{}""", "title")]
    [InlineData("""{"title":7}""", "title")]
    [InlineData("""{"title":"x","price":"cheap"}""", "price")]
    [InlineData("""{"title":"x","price":1e40}""", "price")]
    [InlineData("""{"title":"x","price":-1}""", "price")]
    [InlineData("""{"title":"x","categories":"Home"}""", "categories")]
    [InlineData("""{"title":"x","categories":["a",null]}""", "categories[1]")]
    [InlineData("""{"title":"x","categories":["a",3]}""", "categories[1]")]
    [InlineData("""{"title":"x","attributes":{"a":{}}}""", "attributes.a")]
    [InlineData("""{"title":"x","inStock":"yes"}""", "inStock")]
    [InlineData("""{"title":"x","publishedAt":"yesterday"}""", "publishedAt")]
    [InlineData("""{"title":"\ud800"}""", "title")]
    public Task What_an_item_cannot_hold_is_named(string body, string field) =>
        app.Http.SendAsync("PUT", "/v1/items/x", body).ProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Many_items_are_stored_and_a_bad_one_is_rejected_alone()
    {
        var answer = await app.Http.SendAsync("POST", "/v1/items", """
            {"items":[{"itemId":"bulk-1","title":"One"},{"itemId":"bulk-2"},{"title":"No id"},{"itemId":"bulk-3","title":"Three","price":-2},
              {"itemId":"bulk-4","title":"Four"}]}
            """).JsonAsync();
        var results = answer.GetProperty("results");
        Assert.Equal(["ok", "rejected", "rejected", "rejected", "ok"], results.EnumerateArray().Select(r => r.GetProperty("status").GetString()));
        Assert.Equal("title", results[1].GetProperty("error").GetProperty("field").GetString());
        Assert.Equal("itemId", results[2].GetProperty("error").GetProperty("field").GetString());
        Assert.Equal("price", results[3].GetProperty("error").GetProperty("field").GetString());
        await app.Http.SendAsync("GET", "/v1/items/bulk-4").JsonAsync();
        await app.Http.SendAsync("POST", "/v1/items", """{"items":[{"itemId":"bulk-2"}]}""")
            .ProblemAsync(HttpStatusCode.BadRequest, "items[0].title");
    }
}
