using System.Collections.Concurrent;

namespace Orleans.Reco.Tests;

public sealed class SiloLossTests
{
    [Fact]
    public async Task A_silo_killed_under_load_takes_no_acknowledged_event_with_it()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3);
        await cluster.PutItemsAsync(50);
        var acknowledged = new ConcurrentDictionary<string, string>();
        var served = 0;
        using var stop = new CancellationTokenSource();
        var halfway = new TaskCompletionSource();
        var load = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var user = $"user-{worker}-{i % 20}";
                var id = $"{worker}-{i}";
                var result = await cluster.Client.TrackAsync([RecoCluster.Event(user, $"item-{i % 50}", id: id)]);
                Assert.Equal(TrackStatus.Accepted, result[0].Status);
                acknowledged[id] = user;
                Assert.NotNull(await cluster.Client.RecommendAsync(user, new RecommendRequest { MinSequence = result[0].Sequence }));
                if (Interlocked.Increment(ref served) == 400)
                {
                    halfway.SetResult();
                }
            }
        })).ToArray();

        await Task.WhenAny(halfway.Task, Task.WhenAll(load)).WaitAsync(TimeSpan.FromSeconds(60));
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1]);
        var atKill = Volatile.Read(ref served);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref served) > atKill + 400));
        await stop.CancelAsync();
        await Task.WhenAll(load);

        foreach (var user in acknowledged.GroupBy(ack => ack.Value))
        {
            Assert.Equal(user.Count(), (await cluster.Client.GetUserAsync(user.Key))!.Sequence);
        }

        // The dead silo's journal is taken over by a living one.
        await Eventually.TrueAsync(async () =>
        {
            var logged = (await cluster.ReadLogAsync()).Select(row => row.EventId).ToHashSet();
            return acknowledged.Keys.All(logged.Contains);
        });
    }

    [Fact]
    public async Task Without_a_scoring_silo_lists_come_in_popularity_order_and_say_so()
    {
        await using var cluster = await RecoCluster.StartAsync(roles: _ => Grains.RecoRoles.Web | Grains.RecoRoles.Serving);
        await cluster.PutItemsAsync(10);
        var list = await cluster.Client.RecommendAsync("u", new RecommendRequest { Count = 5 });
        Assert.True(list.Degraded);
        Assert.Equal(5, list.Items.Length);
    }
}
