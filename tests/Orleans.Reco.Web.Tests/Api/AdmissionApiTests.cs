using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web.Tests;

public sealed class AdmissionApiTests
{
    [Fact]
    public async Task A_tenant_beyond_its_quota_gets_429_and_the_others_do_not_notice()
    {
        await using var app = await StartAsync(options =>
        {
            options.TenantRequestsPerSecond = 1;
            options.TenantQuotas["large"] = 0;
        });
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        // Far more than a second's quota: some are refused, whatever the machine's speed.
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => http.SendAsync("GET", "/v1/popular", tenant: "small")));

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("1", refused.Headers.RetryAfter?.ToString());
        await Task.FromResult(refused).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        for (var i = 0; i < 20; i++)
        {
            await http.SendAsync("GET", "/v1/popular", tenant: "large").JsonAsync();
        }
    }

    [Fact]
    public async Task More_than_can_wait_gets_503_at_once_and_the_others_are_served()
    {
        var reco = new FakeReco(TimeProvider.System, []) { Gate = new TaskCompletionSource() };
        await using var app = await StartAsync(options => (options.MaxRequests, options.MaxQueued) = (1, 1), reco);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var requests = Enumerable.Range(0, 6).Select(_ => http.SendAsync("GET", "/v1/popular")).ToList();

        // One is served and one waits; the other four are answered while those two are not.
        var refused = new List<HttpResponseMessage>();
        while (refused.Count < 4)
        {
            var answered = await Task.WhenAny(requests);
            requests.Remove(answered);
            refused.Add(await answered);
        }

        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        reco.Gate.SetResult();
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task A_caller_who_leaves_makes_room_for_the_next()
    {
        var reco = new FakeReco(TimeProvider.System, []) { Gate = new TaskCompletionSource() };
        await using var app = await StartAsync(options => (options.MaxRequests, options.MaxQueued) = (1, 1), reco);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var leaving = new CancellationTokenSource();
        var first = http.GetAsync("/v1/popular", leaving.Token);
        await reco.Asked.WaitAsync(TestContext.Current.CancellationToken);
        var second = http.GetAsync("/v1/popular", TestContext.Current.CancellationToken);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        // One is served at a time, and the first was never answered.
        await reco.Asked.WaitAsync(TestContext.Current.CancellationToken);
        reco.Gate.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_key()
    {
        using var services = new ServiceCollection().AddRecoWeb().Configure<AdmissionOptions>(o => o.MaxRequests = 0).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AdmissionOptions>>().Value);
        Assert.Contains("Reco:Web:Admission:MaxRequests must be 1 to 100,000", error.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Action<AdmissionOptions> configure, FakeReco? reco = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IRecoClient>(reco ?? new FakeReco(TimeProvider.System, []));
        builder.Services.AddRecoWeb().Configure(configure);
        var app = builder.Build();
        app.MapRecoApi();
        await app.StartAsync();
        return app;
    }
}
