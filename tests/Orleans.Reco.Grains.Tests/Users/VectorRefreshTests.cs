using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

/// <summary>What becomes of the vectors of users in memory when another model serves them.</summary>
public sealed class VectorRefreshTests
{
    private const int Users = 50;

    [Fact]
    public async Task Vectors_of_resident_users_are_brought_to_the_new_model_without_their_coming()
    {
        await using var cluster = await RecoCluster.StartAsync(settings: [("Reco:User:RecomputeBatch", "8"), ("Reco:User:RecomputeShare", "1")]);
        var items = await cluster.PutItemsAsync(20);
        await cluster.Client.PromoteModelAsync(await cluster.PublishAsync(items, seed: 1));
        for (var i = 0; i < Users; i++)
        {
            await cluster.Client.TrackAsync([RecoCluster.Event($"user-{i}", items[i % 20])]);
            await cluster.Client.RecommendAsync($"user-{i}", new RecommendRequest());
        }

        var second = await cluster.PublishAsync(items, seed: 2);
        await cluster.Client.PromoteModelAsync(second);
        var silo = cluster.ServicesOf(0);
        var users = silo.GetRequiredService<ResidentUsers>().Of("default").ToArray();
        Assert.Equal(Users, users.Length);

        await Eventually.TrueAsync(() => Task.FromResult(users.All(user => user.VectorVersion == second)));
        var list = await cluster.Client.RecommendAsync("user-7", new RecommendRequest());
        Assert.Equal((second, second, false), (list.ModelVersion, list.UserVectorVersion, list.Degraded));
    }

    [Fact]
    public async Task Users_that_leave_are_forgotten()
    {
        await using var cluster = await RecoCluster.StartAsync();
        var items = await cluster.PutItemsAsync(20);
        await cluster.Client.TrackAsync([RecoCluster.Event("here", items[0]), RecoCluster.Event("gone", items[1])]);
        var residents = cluster.ServicesOf(0).GetRequiredService<ResidentUsers>();
        Assert.Equal(2, residents.Of("default").Count());
        await cluster.Client.EraseUserAsync("gone");
        await Eventually.TrueAsync(() => Task.FromResult(residents.Of("default").Count() == 1));
        Assert.Empty(residents.Of("somebody"));
    }
}
