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
            acknowledged.AddRange(await ChildProcess.RunAndKillAsync(
                AcknowledgedBeforeKill + (kill * 137), AppendUntilKilled.Command, folder.Path, $"{kill}"));
        }

        await using var writer = new EventLogWriter(AppendUntilKilled.Options(folder.Path), "silo", TimeProvider.System, NullLogger.Instance);
        await writer.StartAsync(TestContext.Current.CancellationToken);

        var logged = Duck.EventIds(folder["events"]);
        Assert.True(acknowledged.Count >= Kills * AcknowledgedBeforeKill);
        Assert.Equal(logged.Count, logged.Distinct().Count());
        Assert.Empty(acknowledged.Except(logged));
    }
}
