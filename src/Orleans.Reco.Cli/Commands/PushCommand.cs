using System.CommandLine;
using System.Diagnostics;

namespace Orleans.Reco.Cli;

/// <summary><c>reco push DATASET --server URL --tenant T</c></summary>
internal static class PushCommand
{
    private const int ItemBatch = 500;
    private const int EventBatch = 1000;

    private sealed record ItemResults(Result[] Results);

    private sealed record EventResults(Result[] Results);

    private sealed record Result(string Status, FieldError? Error);

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A folder that 'reco import' made" };
        var server = new ServerOptions();
        var command = new Command("push", "Sends the items and events of a dataset to a running server, as a shop would.") { dataset };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            using var feed = new DatasetFeed(parsed.GetValue(dataset)!);
            var items = await SendItemsAsync(client, feed, cancellationToken);
            var events = await SendEventsAsync(client, feed, cancellationToken);
            return items.Rejected + events.Rejected == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<Tally> SendItemsAsync(ServerClient client, DatasetFeed feed, CancellationToken cancellationToken)
    {
        var tally = new Tally("items");
        foreach (var batch in feed.Items().Chunk(ItemBatch))
        {
            tally.Add((await client.PostAsync<ItemResults>("/v1/items", new { items = batch }, cancellationToken)).Results.Select(r => (r.Status, r.Error)));
        }

        tally.Print();
        return tally;
    }

    private static async Task<Tally> SendEventsAsync(ServerClient client, DatasetFeed feed, CancellationToken cancellationToken)
    {
        var tally = new Tally("events", feed.CountEvents());
        foreach (var batch in feed.Events().Chunk(EventBatch))
        {
            tally.Add((await client.PostAsync<EventResults>("/v1/events", new { events = batch }, cancellationToken)).Results.Select(r => (r.Status, r.Error)));
            tally.PrintNowAndThen();
        }

        tally.Print();
        return tally;
    }

    /// <summary>Counts outcomes and says how far it is.</summary>
    private sealed class Tally(string what, long total = 0)
    {
        private const long PrintEvery = 50_000;

        private readonly long _started = Stopwatch.GetTimestamp();
        private readonly Dictionary<string, long> _counts = [];
        private FieldError? _firstError;
        private long _printed;

        public long Rejected => _counts.GetValueOrDefault("rejected");

        private long Sent => _counts.Values.Sum();

        public void Add(IEnumerable<(string Status, FieldError? Error)> results)
        {
            foreach (var (status, error) in results)
            {
                _counts[status] = _counts.GetValueOrDefault(status) + 1;
                _firstError ??= error;
            }
        }

        public void PrintNowAndThen()
        {
            if (Sent - _printed >= PrintEvery)
            {
                _printed = Sent;
                Tables.Line($"{Sent,10:N0} of {total:N0} {what}, {Sent / Stopwatch.GetElapsedTime(_started).TotalSeconds:N0}/s");
            }
        }

        public void Print()
        {
            var outcomes = string.Join(", ", _counts.Select(count => $"{count.Value:N0} {count.Key}"));
            Tables.Line($"{Sent,10:N0} {what} in {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {outcomes}");
            if (_firstError is not null)
            {
                Tables.Line($"first rejection: {_firstError.Field} {_firstError.Message}");
            }
        }
    }
}
