using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace Orleans.Reco.Tests;

/// <summary>
/// Silos of an earlier build and of this one in one cluster: up, one after the other, and back again. <c>tests/rolling-upgrade.sh</c>
/// builds the earlier one and names its program in <c>RECO_PREVIOUS_HOST</c>.
/// </summary>
public sealed class RollingUpgradeTests(AzuriteServer azurite, RedisServer redis)
{
    private const int Users = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string? Previous = Environment.GetEnvironmentVariable("RECO_PREVIOUS_HOST");

    private readonly ConcurrentDictionary<string, HostProcess> _fronts = new();
    private int _turn;
    private int _retries;
    private int _sent;

    [Fact]
    public async Task Silos_of_two_builds_serve_together_and_no_acknowledged_event_is_lost()
    {
        Assert.SkipUnless(Previous is not null, "RECO_PREVIOUS_HOST names no host: tests/rolling-upgrade.sh builds one.");
        await using var cluster = new HostCluster(
            "--Reco:Cluster:Membership=Redis", "--Reco:Storage:State=Blobs",
            $"--Reco:Connections:Redis={await redis.ConnectionStringAsync()}",
            $"--Reco:Connections:Blobs:0={await azurite.ConnectionStringAsync()}");
        foreach (var name in (string[])["one", "two"])
        {
            _fronts[name] = await cluster.StartProgramAsync(Previous!, name);
        }

        await _fronts["one"].PutItemsAsync(20);
        using var done = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Users).Select(user => ShopAsync($"user-{user}", done.Token)));

        // Up: a third silo, then one after the other.
        _fronts["three"] = await cluster.StartAsync("three");
        await AllHaveShoppedAsync();
        foreach (var name in (string[])["one", "two"])
        {
            await ReplaceAsync(name, () => cluster.StartAsync(name));
        }

        // And back.
        await ReplaceAsync("three", () => cluster.StartProgramAsync(Previous!, "three"));
        await done.CancelAsync();
        await load;

        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{_sent} events acknowledged and reflected by the next list, {_retries} requests sent again");
    }

    private async Task ReplaceAsync(string name, Func<Task<HostProcess>> start)
    {
        Assert.True(_fronts.TryRemove(name, out var old));
        Assert.Equal(0, await old.TerminateAsync());
        _fronts[name] = await start();
        await AllHaveShoppedAsync();
    }

    /// <summary>A shopper: an event, then the list that reflects it, at one front after another; at the end every event counts once.</summary>
    private async Task ShopAsync(string user, CancellationToken done)
    {
        var sequence = 0L;
        while (!done.IsCancellationRequested)
        {
            var body = new { events = new[] { new { eventId = $"{user}-{sequence}", userId = user, itemId = $"item-{sequence % 20}", type = "view" } } };
            var answer = await AskAsync<EventsAnswer>(front => front.Http.PostAsJsonAsync("/v1/events", body, HostProcess.Json));
            Assert.Equal(++sequence, answer.Results[0].Sequence);
            var list = await AskAsync<RecommendResponse>(front => front.Http.GetAsync($"/v1/users/{user}/recommendations?count=5&minSequence={sequence}"));
            Assert.True(list.Sequence >= sequence);
            Interlocked.Increment(ref _sent);
        }

        Assert.Equal(sequence, (await AskAsync<UserProfile>(front => front.Http.GetAsync($"/v1/users/{user}"))).Sequence);
    }

    /// <summary>Asks the fronts in turn until one answers, as a client behind a load balancer does.</summary>
    private async Task<T> AskAsync<T>(Func<HostProcess, Task<HttpResponseMessage>> ask)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var fronts = _fronts.Values.ToArray();
            try
            {
                using var answer = await ask(fronts[Interlocked.Increment(ref _turn) % fronts.Length]).WaitAsync(deadline.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return (await answer.Content.ReadFromJsonAsync<T>(HostProcess.Json))!;
                }

                Assert.True((int)answer.StatusCode >= 500 || (int)answer.StatusCode == 429, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException)
            {
                // That front has just left.
            }

            Interlocked.Increment(ref _retries);
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private async Task AllHaveShoppedAsync()
    {
        var before = Volatile.Read(ref _sent);
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Volatile.Read(ref _sent) < before + (5 * Users))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
