using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Orleans.Reco.Tests;

public sealed class ClusterTests(AzuriteServer azurite, RedisServer redis, PostgreSqlServer postgreSql)
{
    private const int Events = 60;
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Two_silos_over_Redis_and_blobs_lose_nothing_when_one_is_killed()
    {
        await using var cluster = new HostCluster(
            "--Reco:Cluster:Membership=Redis", "--Reco:Storage:State=Blobs",
            $"--Reco:Connections:Redis={await redis.ConnectionStringAsync()}",
            $"--Reco:Connections:Blobs:0={await azurite.ConnectionStringAsync(AzuriteServer.Accounts[0])}",
            $"--Reco:Connections:Blobs:1={await azurite.ConnectionStringAsync(AzuriteServer.Accounts[1])}");
        await LoseOneAsync(cluster);
    }

    [Fact]
    public async Task Two_silos_over_PostgreSQL_lose_nothing_when_one_is_killed()
    {
        var connection = await postgreSql.ConnectionStringAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
        {
            foreach (var script in Directory.GetFiles(Path.Combine(DeployFiles.Folder, "postgresql"), "*.sql").Order())
            {
                await using var command = database.CreateCommand(await File.ReadAllTextAsync(script));
                await command.ExecuteNonQueryAsync();
            }
        }

        await using var cluster = new HostCluster(
            "--Reco:Cluster:Membership=PostgreSql", "--Reco:Storage:State=PostgreSql", $"--Reco:Connections:PostgreSql={connection}");
        await LoseOneAsync(cluster);
    }

    [Fact]
    public async Task A_front_with_the_web_role_only_holds_no_grains_of_the_shop()
    {
        await using var cluster = new HostCluster(
            "--Reco:Cluster:Membership=Redis", "--Reco:Storage:State=Redis", $"--Reco:Connections:Redis={await redis.ConnectionStringAsync()}");
        await cluster.StartAsync("serving", "--Reco:Roles=Serving,Scoring");
        var front = await cluster.StartAsync("front", "--Reco:Roles=Web");
        await front.PutItemsAsync(20);
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(front, i);
        }

        var silos = (await front.GetAsync<JsonElement>("/v1/cluster")).GetProperty("silos").EnumerateArray()
            .ToDictionary(silo => silo.GetProperty("name").GetString()!, silo => silo.GetProperty("activations").GetInt32());
        Assert.Equal(["front", "serving"], silos.Keys.Order());
        Assert.True(silos["serving"] > 20, $"20 users live on the serving silo, which has {silos["serving"]} activations.");
        Assert.True(silos["front"] < 20, $"The front has {silos["front"]} activations.");
    }

    [Fact]
    public async Task A_process_that_leaves_says_so_before_it_stops_serving()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--Reco:Drain:Notice=00:00:20", "--Reco:Roles=Web,Serving,Scoring");
        await host.PutItemsAsync(5);

        var exit = host.TerminateAsync();

        await EventuallyAsync(async () => (await host.Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
        await SendAsync(host, 1);
        Assert.Equal(0, await exit);
    }

    [Fact]
    public async Task Two_silos_that_share_no_folder_train_on_each_others_events_and_serve_the_same_model()
    {
        // Nobody else's state is in it, which in blobs has no name of its cluster.
        using var own = new AzuriteServer();
        await using var cluster = new HostCluster(
        [
            .. HostCluster.FilesInBlobs, "--Reco:Cluster:Membership=Redis", "--Reco:Storage:State=Blobs",
            $"--Reco:Connections:Redis={await redis.ConnectionStringAsync()}",
            $"--Reco:Connections:Blobs:0={await own.ConnectionStringAsync()}",
            "--Reco:Trainer:Epochs=2", "--Reco:Refresh:Gate:MinGainOverPopularity=0",
        ]);
        var serving = await cluster.StartAsync("serving");

        // While there is one silo, it alone can log this; where the shop's events go is up to placement.
        var early = await serving.PostAsync<EventsAnswer>(
            "/v1/events", new { events = new[] { new { eventId = "early", userId = "early", type = "search" } } });
        Assert.Equal(TrackStatus.Accepted, early.Results[0].Status);
        var training = await cluster.StartAsync(
            "training", "--Reco:Roles=Web,Serving,Scoring,Training", "--Reco:Demo:Enabled=true", "--Reco:Demo:Items=150", "--Reco:Demo:Shoppers=200",
            "--Reco:Demo:Days=15");

        var version = await FirstRunTests.ServedVersion(training);

        // The trainer has read what either silo logged before, and both have fetched the bundle.
        var (read, sent) = (LoggedRows.Ids(Path.Combine(cluster.Folder("training"), "events")), DemoEvents(cluster.Folder("training")));
        Assert.Contains("early", read);
        Assert.Equal(sent + 1, read.Distinct().Count());
        Assert.False(Directory.Exists(cluster.Folder("shared")));
        foreach (var host in (HostProcess[])[serving, training])
        {
            for (var user = 0; user < 10; user++)
            {
                Assert.Equal(version, (await host.GetAsync<RecommendResponse>($"/v1/users/visitor-{user}/recommendations")).ModelVersion);
            }
        }

        Assert.All(
            (string[])["serving", "training"],
            name => Assert.True(Directory.Exists(Path.Combine(cluster.Folder(name), "bundles", RecoKey.DefaultTenant, version)), $"{name} has no copy."));
    }

    /// <summary>How many events the simulated shop has sent, by the host's own account.</summary>
    private static int DemoEvents(string dataPath) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(dataPath, "demo.json"))).RootElement.GetProperty("Events").GetInt32();

    private static async Task LoseOneAsync(HostCluster cluster)
    {
        var first = await cluster.StartAsync("one");
        var second = await cluster.StartAsync("two");
        await first.PutItemsAsync(20);
        for (var i = 0; i < Events; i++)
        {
            await SendAsync(i % 2 == 0 ? first : second, i);
        }

        await second.KillAsync();

        // What was acknowledged by either is in the state that the other serves, and counts once when it is sent again.
        await EventuallyAsync(async () =>
        {
            using var answer = await first.Http.PostAsJsonAsync("/v1/events", Body(0));
            return answer.IsSuccessStatusCode;
        });
        for (var user = 0; user < 10; user++)
        {
            Assert.Equal(Events / 10, await EventuallyAsync(async () =>
            {
                using var answer = await first.Http.GetAsync($"/v1/users/user-{user}");
                return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<UserProfile>(HostProcess.Json))!.Sequence : 0;
            }));
        }
    }

    private static object Body(int i) => new
    {
        events = new[] { new { eventId = $"event-{i}", userId = $"user-{i % 10}", itemId = $"item-{i % 20}", type = "view" } },
    };

    private static async Task SendAsync(HostProcess host, int i)
    {
        var answer = await host.PostAsync<EventsAnswer>("/v1/events", Body(i));
        Assert.Equal(TrackStatus.Accepted, answer.Results[0].Status);
    }

    /// <summary>Asks until the answer is not the default, as a client does while a cluster finds out about a dead silo.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask)
    {
        using var deadline = new CancellationTokenSource(TakeOver);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            if (await ask() is var answer && !EqualityComparer<T>.Default.Equals(answer, default))
            {
                return answer;
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
