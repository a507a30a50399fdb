using System.Net.Http.Json;

namespace Orleans.Reco.Tests;

/// <summary>
/// Two silos whose link is cut while both reach the stores, so that both go on and each takes the other for dead. A longer run with more
/// users is <c>FaultTests partition</c>.
/// </summary>
public sealed class PartitionTests(RedisServer redis)
{
    private const int Users = 8;
    private const int Items = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_either_side_of_a_cut_acknowledged_is_in_the_users_one_state_once()
    {
        await using var network = await SplitNetwork.CreateAsync(2);
        await using var cluster = new HostCluster(
            "--Reco:Cluster:Membership=Redis", "--Reco:Storage:State=Redis", "--Reco:Cluster:FailureDetection=00:00:03",
            $"--Reco:Connections:Redis={await redis.ConnectionStringAsync()}");
        var hosts = new[] { await cluster.StartAsync("left", network, 0), await cluster.StartAsync("right", network, 1) };
        await hosts[0].PutItemsAsync(Items);

        using var stop = new CancellationTokenSource();
        var sides = hosts.Select((host, side) => SendAsync(host, side, stop.Token)).ToArray();
        await network.CutAsync();

        // Whoever is declared dead learns it from the table of silos, and ends itself.
        var ended = await await Task.WhenAny(hosts.Select(host => host.EndedAsync())).WaitAsync(Deadline);
        var survivor = hosts.Single(host => host != ended);
        await network.HealAsync();
        Assert.Contains("I have been told I am dead", ended.Output);
        await stop.CancelAsync();
        var acknowledged = (await Task.WhenAll(sides)).SelectMany(side => side).ToLookup(ack => ack.User, ack => ack.ItemId);

        for (var user = 0; user < Users; user++)
        {
            var profile = await survivor.GetAsync<UserProfile>($"/v1/users/user-{user}");
            var history = profile.History.Select(e => e.ItemId ?? "an unknown item").ToList();
            Assert.DoesNotContain(history.CountBy(item => item), item => item.Value > 1);
            Assert.Subset(history.ToHashSet(), acknowledged[$"user-{user}"].ToHashSet());
        }
    }

    /// <summary>Sends each user an event of each second item until it is told to stop; returns what was acknowledged.</summary>
    private static async Task<List<(string User, string ItemId)>> SendAsync(HostProcess host, int side, CancellationToken stop)
    {
        var acknowledged = new List<(string, string)>();
        for (var item = side; item < Items && !stop.IsCancellationRequested; item += 2)
        {
            await Task.WhenAll(Enumerable.Range(0, Users).Select(async user =>
            {
                var (userId, itemId) = ($"user-{user}", $"item-{item}");
                var body = new { events = new[] { new { eventId = $"{userId}-{itemId}", userId, itemId, type = "view" } } };
                if (await TryAsync(host, body, stop))
                {
                    lock (acknowledged)
                    {
                        acknowledged.Add((userId, itemId));
                    }
                }
            }));
        }

        return acknowledged;
    }

    private static async Task<bool> TryAsync(HostProcess host, object body, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await host.Http.PostAsJsonAsync("/v1/events", body, stop);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // Lost, or nobody knows: what was not acknowledged may be there or not.
                if (host.HasEnded)
                {
                    return false;
                }
            }
        }

        return false;
    }
}
