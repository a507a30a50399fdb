using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The child process of <see cref="EventLogKillTests"/>: appends without end and prints each event id once it is acknowledged.</summary>
internal static class AppendUntilKilled
{
    public const string Command = "append-until-killed";

    // Small segments: sealing, renaming and deleting go on all the time, so a kill hits every step sooner or later.
    private const int SegmentMaxEvents = 200;
    private const int Callers = 16;

    public static EventLogOptions Options(string folder) => new()
    {
        Path = Path.Combine(folder, "events"),
        JournalPath = Path.Combine(folder, "state"),
        SegmentMaxEvents = SegmentMaxEvents,
    };

    public static async Task<int> RunAsync(string folder, string prefix)
    {
        var writer = new EventLogWriter(Options(folder), "silo", TimeProvider.System, NullLogger.Instance);
        await writer.StartAsync(CancellationToken.None);
        await using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AppendAsync(writer, output, $"{prefix}-{caller}"))));
        return 0;
    }

    private static async Task AppendAsync(EventLogWriter writer, TextWriter output, string prefix)
    {
        for (var i = 0; ; i++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var e = new LoggedEvent
            {
                Tenant = i % 3 == 0 ? "other" : "default",
                EventId = $"{prefix}-{i}",
                User = "u",
                Type = "view",
                Timestamp = now,
                ReceivedAt = now,
            };
            await writer.AppendAsync([e], CancellationToken.None);
            output.WriteLine(e.EventId);
        }
    }
}
