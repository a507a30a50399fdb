using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Core.Internal;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Tests;

public sealed class LocalScorersTests(SingleSilo fixture) : IClassFixture<SingleSilo>
{
    private readonly RecoCluster _cluster = fixture.Cluster;
    private readonly IServiceProvider _silo = fixture.Cluster.ServicesOf(0);

    [Fact]
    public async Task Lists_go_on_while_the_scoring_grain_leaves_and_comes_back()
    {
        var locals = _silo.GetRequiredService<LocalScorers>();
        var management = _cluster.Cluster.Client.GetGrain<IScorerGrain>(0).AsReference<IGrainManagementExtension>();
        for (var round = 0; round < 10; round++)
        {
            Assert.All(await ListsAsync(), list => Assert.False(list.Degraded));
            var scorer = Assert.IsType<Scorer>(locals.Find(0));
            var lists = ListsAsync();
            await management.DeactivateOnIdle();

            Assert.All(await lists, list => Assert.False(list.Degraded));
            await Eventually.TrueAsync(() => Task.FromResult(locals.Find(0) != scorer));
        }
    }

    [Fact]
    public async Task A_scorer_that_has_left_since_it_was_found_is_asked_by_a_message()
    {
        var tenants = _silo.GetRequiredService<TenantRuntimes>();
        var worker = new ScoringWorker(
            tenants,
            _silo.GetRequiredService<InteractionTypes>(),
            new ScoringOptions(),
            TimeProvider.System,
            NullLogger<ScoringWorker>.Instance);
        await worker.DisposeAsync();
        var locals = _silo.GetRequiredService<LocalScorers>();
        _ = await ListsAsync();
        var active = locals.Find(0)!;
        locals.Add(0, new Scorer(tenants, worker));

        Assert.All(await ListsAsync(), list => Assert.False(list.Degraded));
        locals.Add(0, active);
    }

    private Task<RecommendResponse[]> ListsAsync() =>
        Task.WhenAll(Enumerable.Range(0, 40).Select(user => _cluster.Client.RecommendAsync($"user-{user}", new RecommendRequest { Count = 10 })));
}
