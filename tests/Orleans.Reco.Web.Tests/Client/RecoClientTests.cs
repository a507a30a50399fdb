using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Reco.Client;
using Orleans.Runtime;

namespace Orleans.Reco.Web.Tests;

public sealed class RecoClientTests(ClientCluster cluster) : IClassFixture<ClientCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Results_come_in_the_order_of_the_events(bool inside)
    {
        var client = inside ? cluster.Inside : cluster.Outside;
        var users = Enumerable.Range(0, 200).Select(i => $"order-{inside}-{i % 17}").ToArray();
        var events = users.Select((user, i) => Event(user, $"e-{i}")).ToArray();
        var results = await client.TrackAsync(events, Token);
        Assert.Equal(events.Select(e => e.EventId), results.Select(r => r.EventId));
        for (var i = 0; i < users.Length; i++)
        {
            Assert.Equal(users.Take(i + 1).Count(user => user == users[i]), results[i].Sequence);
        }
    }

    [Fact]
    public async Task Ids_are_given_before_the_first_try_and_kept_in_the_next()
    {
        cluster.Script.Track["default/ids"] = (call, events) => call == 0
            ? throw new RecoUnavailableException("not now")
            : Array.ConvertAll(events, e => new TrackResult(e.EventId!, TrackStatus.Duplicate, 7));
        var results = await cluster.Outside.TrackAsync([Event("ids")], Token);
        var tries = cluster.Script.Sent.Where(s => s.Key == "default/ids").Select(s => s.Events[0].EventId).ToArray();
        Assert.Equal(2, tries.Length);
        Assert.Equal(tries[0], tries[1]);
        Assert.Equal(7, Guid.Parse(tries[0]!).Version);

        // The duplicate is what the first try stored.
        Assert.Equal(new TrackResult(tries[0]!, TrackStatus.Accepted, 7), results[0]);
    }

    [Fact]
    public async Task A_repetition_within_the_batch_stays_a_duplicate_after_a_retry()
    {
        cluster.Script.Track["default/twice"] = (call, events) => call == 0
            ? throw new SiloUnavailableException("gone")
            : Array.ConvertAll(events, e => new TrackResult(e.EventId!, TrackStatus.Duplicate, 1));
        var results = await cluster.Outside.TrackAsync([Event("twice", "same"), Event("twice", "same")], Token);
        Assert.Equal([TrackStatus.Accepted, TrackStatus.Duplicate], results.Select(r => r.Status));
    }

    [Fact]
    public async Task A_duplicate_of_the_first_try_is_a_duplicate()
    {
        cluster.Script.Track["default/known"] = (_, events) =>
            Array.ConvertAll(events, e => new TrackResult(e.EventId!, TrackStatus.Duplicate, 3));
        var results = await cluster.Outside.TrackAsync([Event("known", "e")], Token);
        Assert.Equal(TrackStatus.Duplicate, results[0].Status);
    }

    [Fact]
    public async Task What_Orleans_and_its_storage_throw_is_unavailable_and_is_tried_again()
    {
        var tries = 0;
        cluster.Script.Track["default/unread"] = (_, _) =>
        {
            tries++;
            throw new OrleansException("the state could not be read");
        };
        await Assert.ThrowsAsync<RecoUnavailableException>(() => cluster.Outside.TrackAsync([Event("unread")], Token));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_call_ends_in_its_time_whatever_tries_are_left()
    {
        var asked = new TaskCompletionSource();
        cluster.Script.Track["default/slow"] = (_, _) =>
        {
            _ = asked.TrySetResult();
            throw new RecoUnavailableException("not now");
        };
        await using var services = cluster.Connect(options =>
        {
            options.TotalTimeout = TimeSpan.FromMilliseconds(20);
            options.BaseDelay = options.MaxDelay = TimeSpan.FromSeconds(10);
        });

        var call = services.GetRequiredService<IRecoClient>().TrackAsync([Event("slow")], Token);

        // The first wait alone would be some seconds.
        await Assert.ThrowsAsync<RecoUnavailableException>(() => call.WaitAsync(TimeSpan.FromSeconds(5), Token));

        // On a busy machine the time may be over before the grain is asked.
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Single(cluster.Script.Sent, s => s.Key == "default/slow");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_grain_learns_that_its_caller_has_left(bool inside)
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        cluster.Script.Recommend[$"default/leaves-{inside}"] = async token =>
        {
            await using var registration = token.Register(left.SetResult);
            asked.SetResult();
            await left.Task;
        };
        using var leaving = new CancellationTokenSource();

        var list = (inside ? cluster.Inside : cluster.Outside).RecommendAsync($"leaves-{inside}", new RecommendRequest(), leaving.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task An_event_without_a_possible_user_is_rejected_alone()
    {
        var results = await cluster.Outside.TrackAsync([Event(""), Event("fine"), Event("tab\t"), Event(null!)], Token);
        Assert.Equal(
            [TrackStatus.Rejected, TrackStatus.Accepted, TrackStatus.Rejected, TrackStatus.Rejected], results.Select(r => r.Status));
        Assert.Equal("userId", results[0].Error!.Field);
    }

    [Fact]
    public async Task One_user_that_does_not_answer_rejects_its_own_events_only()
    {
        cluster.Script.Track["default/away"] = (_, _) => throw new RecoUnavailableException("away");
        var results = await cluster.Outside.TrackAsync([Event("here"), Event("away", "keep-me")], Token);
        Assert.Equal(TrackStatus.Accepted, results[0].Status);
        Assert.Equal(TrackStatus.Rejected, results[1].Status);
        Assert.Equal("keep-me", results[1].EventId);
        Assert.Equal(RecoClientErrors.Service, results[1].Error!.Field);
        Assert.Equal(3, cluster.Script.Sent.Count(s => s.Key == "default/away"));

        await Assert.ThrowsAsync<RecoUnavailableException>(() => cluster.Outside.TrackAsync([Event("away"), Event("")], Token));
    }

    [Fact]
    public async Task A_fault_is_not_tried_again()
    {
        cluster.Script.Track["default/broken"] = (_, _) => throw new InvalidOperationException("broken");
        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Outside.TrackAsync([Event("broken")], Token));
        Assert.Single(cluster.Script.Sent, s => s.Key == "default/broken");
        var invalid = await Assert.ThrowsAsync<RecoValidationException>(
            () => cluster.Outside.SetUserAttributesAsync("a", new Dictionary<string, string>(), Token));
        Assert.Equal(("attributes", "must be fewer"), (invalid.Field, invalid.Reason));
    }

    [Fact]
    public async Task Many_items_are_stored_each_with_its_result()
    {
        cluster.Script.Upsert["default/bad"] = _ => throw new RecoValidationException("price", "must not be negative");
        cluster.Script.Upsert["default/late"] = call =>
        {
            if (call == 0)
            {
                throw new RecoUnavailableException("not now");
            }
        };
        cluster.Script.Upsert["default/gone"] = _ => throw new RecoUnavailableException("gone");
        var results = await cluster.Outside.UpsertItemsAsync(
            [Item("good", "one"), Item("bad", "x"), Item("late", "y"), Item("", "z"), Item("gone", "g"), Item("good", "two")], Token);
        Assert.Equal([true, false, true, false, false, true], results.Select(r => r.IsStored));
        Assert.Equal("price", results[1].Error!.Field);
        Assert.Equal("itemId", results[3].Error!.Field);
        Assert.Equal(RecoClientErrors.Service, results[4].Error!.Field);
        Assert.Equal("two", (await cluster.Outside.GetItemAsync("good", Token))!.Item.Title);
        await Assert.ThrowsAsync<RecoUnavailableException>(() => cluster.Outside.UpsertItemsAsync([Item("gone", "g")], Token));
    }

    [Fact]
    public async Task A_tenant_has_its_own_grains()
    {
        var acme = cluster.Outside.ForTenant("acme");
        Assert.Equal("acme", acme.Tenant);
        Assert.Equal("default", cluster.Outside.Tenant);
        var answer = await acme.RecommendAsync("a/b", new RecommendRequest(), Token);
        Assert.Equal("acme/a%2Fb recommend", answer.RecommendationId);
        Assert.Equal("tenant", Assert.Throws<RecoValidationException>(() => acme.ForTenant("Not Allowed")).Field);
        var invalid = await Assert.ThrowsAsync<RecoValidationException>(() => acme.GetUserAsync("", Token));
        Assert.Equal("userId", invalid.Field);
    }

    [Fact]
    public async Task The_cluster_is_counted()
    {
        await cluster.Outside.TrackAsync([Event("counted-1"), Event("counted-2")], Token);
        await cluster.Outside.UpsertItemAsync(Item("counted", "c"), Token);
        var status = await cluster.Outside.GetClusterAsync(Token);
        var silo = Assert.Single(status.Silos);
        Assert.Equal("active", silo.Status);
        Assert.True(silo.Activations >= 3);
        Assert.True(status.ActiveUsers >= 2);
        Assert.True(status.ActiveItems >= 1);
        Assert.DoesNotContain(status.Grains, grain => grain.Grain.Contains("Management", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_key()
    {
        using var services = new ServiceCollection().AddRecoClient(o => o.Attempts = 0).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<RecoClientOptions>>().Value);
        Assert.Contains("Reco:Client:Attempts must be 1 to 10", error.Message, StringComparison.Ordinal);
    }

    private static Interaction Event(string user, string? id = null) =>
        new() { EventId = id, UserId = user, ItemId = "item", Type = "view" };

    private static CatalogItem Item(string id, string title) => new() { ItemId = id, Title = title };
}
