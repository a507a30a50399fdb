using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace Orleans.Reco.Tests;

public sealed class CrashTests
{
    private const int Events = 1000;

    [Fact]
    public async Task Kill_9_in_mid_load_loses_no_acknowledged_event_and_doubles_none()
    {
        using var data = new TemporaryFolder();
        var acknowledged = new ConcurrentDictionary<string, string>();
        await using (var host = await HostProcess.StartAsync(data.Path))
        {
            await host.PutItemsAsync(50);
            var half = new TaskCompletionSource();
            var load = Parallel.ForEachAsync(
                Enumerable.Range(0, Events),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (i, _) =>
                {
                    try
                    {
                        var result = (await Send(host, i)).Results[0];
                        Assert.Equal(TrackStatus.Accepted, result.Status);
                        acknowledged[result.EventId] = User(i);
                    }
                    catch (HttpRequestException)
                    {
                        // Not acknowledged: it may be there or not.
                    }

                    if (acknowledged.Count >= Events / 2)
                    {
                        half.TrySetResult();
                    }
                });
            await Task.WhenAny(half.Task, load);
            await host.KillAsync();
            await load;
        }

        Assert.InRange(acknowledged.Count, Events / 2, Events - 1);
        await using var restarted = await HostProcess.StartAsync(data.Path);
        await ExpectHistories(restarted, acknowledged);

        // Everything is sent again, as a client does that does not know what got through.
        for (var i = 0; i < Events; i++)
        {
            var result = (await Send(restarted, i)).Results[0];
            Assert.Equal(acknowledged.ContainsKey(result.EventId) ? TrackStatus.Duplicate : result.Status, result.Status);
        }

        Assert.Equal(0, await restarted.TerminateAsync());
        var logged = LoggedRows.Ids(Path.Combine(data.Path, "events"));
        Assert.Equal(Events, logged.Distinct().Count());

        // What was acknowledged before the crash stands in the log once, physically.
        var counts = logged.GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(acknowledged.Keys, id => Assert.Equal(1, counts[id]));
    }

    private static string User(int i) => $"user-{i % 25}";

    private static Task<EventsAnswer> Send(HostProcess host, int i) => host.PostAsync<EventsAnswer>("/v1/events", new
    {
        events = new[] { new { eventId = $"event-{i}", userId = User(i), itemId = $"item-{i % 50}", type = "view" } },
    });

    private static async Task ExpectHistories(HostProcess host, IReadOnlyDictionary<string, string> acknowledged)
    {
        foreach (var user in acknowledged.GroupBy(ack => ack.Value))
        {
            var profile = await host.GetAsync<UserProfile>($"/v1/users/{user.Key}");
            Assert.True(profile.Sequence >= user.Count(), $"{profile.Sequence} events of {user.Count()} acknowledged");
            Assert.Equal(profile.Sequence, profile.History.Length);
        }
    }
}
