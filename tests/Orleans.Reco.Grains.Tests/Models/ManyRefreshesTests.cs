using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orleans.Reco.Tests;

public sealed class ManyRefreshesTests
{
    private const int Refreshes = 10;
    private const int Users = 200;

    [Fact]
    public async Task Ten_refreshes_in_a_row_fail_no_request_and_mix_no_versions()
    {
        await using var cluster = await RecoCluster.StartAsync(silos: 3, settings: [.. ShortCanary.Settings]);
        var items = await cluster.PutItemsAsync(20);
        var first = await cluster.PublishAsync(items, seed: 99);
        await cluster.Client.PromoteModelAsync(first);
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentQueue<(RecommendResponse Response, double Milliseconds)>();
        var load = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var user = $"user-{((worker * 7919) + i) % Users}";
                var tracked = await cluster.Client.TrackAsync([RecoCluster.Event(user, items[i % items.Length])]);
                var began = Stopwatch.GetTimestamp();
                var answer = await cluster.Client.RecommendAsync(user, new RecommendRequest { Count = 5, MinSequence = tracked[0].Sequence });
                answers.Enqueue((answer, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
            }
        })).ToArray();

        var versions = new HashSet<string> { first };
        for (var refresh = 0; refresh < Refreshes; refresh++)
        {
            await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = $"{refresh}" });
            var ended = await cluster.EndedAsync();
            Assert.Equal((RefreshStage.Promoted, ended.Message), (ended.Stage, ended.Message));
            Assert.True(versions.Add(ended.Version!));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        var all = answers.ToArray();

        // A list that a stalled machine sheds to another order is no failure, and has no vector or ranker.
        var scored = all.Where(answer => !answer.Response.Degraded).Select(answer => answer.Response).ToArray();
        Assert.True(scored.Length > 0.9 * all.Length, $"{all.Length - scored.Length} of {all.Length} lists were shed");
        Assert.All(scored, answer => Assert.Equal(answer.ModelVersion, answer.UserVectorVersion));
        Assert.All(scored, answer => Assert.Equal(answer.ModelVersion, answer.RankerVersion));
        Assert.Subset(versions, scored.Select(answer => answer.ModelVersion).ToHashSet());
        var took = all.Select(answer => answer.Milliseconds).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{all.Length} requests, {all.Length - scored.Length} of them shed, during {Refreshes} refreshes: p50 {took[took.Length / 2]:F2} ms, p99 {took[took.Length * 99 / 100]:F2} ms");
    }
}
