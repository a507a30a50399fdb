using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Storage.Tests;

public sealed class EventLogKillTests
{
    private const int Kills = 4;
    private const int AcknowledgedBeforeKill = 1500;

    [Fact]
    public async Task After_kill_9_under_load_every_acknowledged_event_is_in_the_log_once()
    {
        using var folder = new TestFolder();
        var acknowledged = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            // A different moment of the load each time; the next child recovers what this one leaves.
            acknowledged.AddRange(await AppendAndKillAsync(folder.Path, $"{kill}", AcknowledgedBeforeKill + (kill * 137)));
        }

        await using var writer = new EventLogWriter(AppendUntilKilled.Options(folder.Path), "silo", TimeProvider.System, NullLogger.Instance);
        await writer.StartAsync(TestContext.Current.CancellationToken);

        var logged = Duck.EventIds(folder["events"]);
        Assert.True(acknowledged.Count >= Kills * AcknowledgedBeforeKill);
        Assert.Equal(logged.Count, logged.Distinct().Count());
        Assert.Empty(acknowledged.Except(logged));
    }

    private static async Task<List<string>> AppendAndKillAsync(string folder, string prefix, int acknowledgements)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(EventLogKillTests).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null))
        {
            ArgumentList = { AppendUntilKilled.Command, folder, prefix },
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        var acknowledged = new List<string>();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrFail() is { } id)
        {
            acknowledged.Add(id);
            if (acknowledged.Count == acknowledgements)
            {
                // SIGKILL on POSIX. What the child has printed by then is still in the pipe and counts.
                child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken).OrFail();
        return acknowledged;
    }
}
