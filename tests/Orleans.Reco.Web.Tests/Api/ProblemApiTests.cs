using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web.Tests;

public sealed class ProblemApiTests(RecoApp app) : IClassFixture<RecoApp>
{
    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v1")]
    [InlineData("POST", "/v1/items/a/b/c")]
    public Task An_unknown_address_is_a_404(string method, string path) =>
        app.Http.SendAsync(method, path).ProblemAsync(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("GET", "/v1/events")]
    [InlineData("DELETE", "/v1/popular")]
    [InlineData("PATCH", "/v1/items/a")]
    public Task A_wrong_method_is_a_405(string method, string path) =>
        app.Http.SendAsync(method, path).ProblemAsync(HttpStatusCode.MethodNotAllowed);

    [Theory]
    [InlineData("Upper")]
    [InlineData("a_b")]
    [InlineData("")]
    public Task A_tenant_that_is_not_allowed_is_a_400(string tenant) =>
        app.Http.SendAsync("GET", "/v1/popular", tenant: tenant).ProblemAsync(HttpStatusCode.BadRequest, "X-Reco-Tenant");

    [Fact]
    public void Options_out_of_range_are_refused_by_key()
    {
        using var services = new ServiceCollection().AddRecoWeb(o => o.MaxEvents = 0).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RecoWebOptions>>().Value);
        Assert.Contains("Reco:Web:MaxEvents must be 1 to 100,000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        await app.Http.SendAsync("PUT", "/v1/items/only-here", """{"title":"Here"}""", tenant: "acme").JsonAsync(HttpStatusCode.NoContent);
        await app.Http.SendAsync("GET", "/v1/items/only-here", tenant: "acme").JsonAsync();
        await app.Http.SendAsync("GET", "/v1/items/only-here").ProblemAsync(HttpStatusCode.NotFound);
        await app.Http.SendAsync("GET", "/v1/items/only-here", tenant: "default").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_a_503_that_says_when_to_come_back()
    {
        app.Reco.Failure = new RecoUnavailableException("The store is away.");
        try
        {
            using var response = await app.Http.SendAsync("GET", "/v1/popular");
            Assert.Equal("2", response.Headers.RetryAfter?.ToString());
            await Task.FromResult(response).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            app.Reco.Failure = null;
        }
    }

    [Fact]
    public async Task A_fault_of_ours_says_nothing_of_the_inside()
    {
        app.Reco.Failure = new InvalidOperationException("secret connection string");
        try
        {
            var problem = await app.Http.SendAsync("GET", "/v1/popular").ProblemAsync(HttpStatusCode.InternalServerError);
            Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        }
        finally
        {
            app.Reco.Failure = null;
        }
    }
}
