using System.Net;

namespace Orleans.Reco.Web.Tests;

public sealed class UsersApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Fact]
    public async Task Attributes_are_put_and_a_user_is_erased()
    {
        await app.Http.SendAsync("GET", "/v1/users/bea").ProblemAsync(HttpStatusCode.NotFound);
        await app.Http.SendAsync("PUT", "/v1/users/bea", """{"attributes":{"country":"AT"}}""").JsonAsync(HttpStatusCode.NoContent);
        var user = await app.Http.SendAsync("GET", "/v1/users/bea").JsonAsync();
        Assert.Equal("bea", user.GetProperty("userId").GetString());
        Assert.Equal("AT", user.GetProperty("attributes").GetProperty("country").GetString());
        Assert.Equal(0, user.GetProperty("sequence").GetInt64());
        Assert.Equal(0, user.GetProperty("history").GetArrayLength());
        await app.Http.SendAsync("DELETE", "/v1/users/bea").JsonAsync(HttpStatusCode.NoContent);
        await app.Http.SendAsync("GET", "/v1/users/bea").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{}""", "attributes")]
    [InlineData("""{"attributes":{"a":null}}""", "attributes.a")]
    [InlineData("""{"attributes":[]}""", "attributes")]
    public Task Attributes_that_are_none_are_named(string body, string field) =>
        app.Http.SendAsync("PUT", "/v1/users/bea", body).ProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public Task An_id_that_is_too_long_is_a_400() =>
        app.Http.SendAsync("GET", $"/v1/users/{new string('x', 257)}").ProblemAsync(HttpStatusCode.BadRequest, "userId");
}
