using CsCheck;

namespace Orleans.Reco.Storage.Tests;

public sealed class EventLogCrashTests
{
    // Two tenants on two dates: 1 read, 4 files written, 4 named, 1 deletion.
    private const int StepsOfASegment = 10;

    private static readonly Gen<(int Events, int CrashAt)[]> Lives = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 2 * StepsOfASegment]).Array[1, 8];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Steps => [.. Enumerable.Range(1, StepsOfASegment)];

    [Fact]
    public async Task Events_that_were_never_sealed_are_recovered()
    {
        await using var harness = new EventLogHarness();
        var writer = await harness.StartAsync();
        await writer.AppendAsync([harness.NewEvent("a"), harness.NewEvent("b")], Cancellation);
        await writer.AppendAsync([harness.NewEvent("c")], Cancellation);
        await writer.DisposeAsync();

        _ = await harness.StartAsync();

        Assert.Equal(["a", "b", "c"], Duck.EventIds(harness.Events));
        Assert.Empty(harness.JournalSegments());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_crash_after_any_step_of_sealing_neither_loses_nor_doubles(int step)
    {
        await using var harness = new EventLogHarness();
        var crash = new CrashPoint(step);
        var writer = await harness.StartAsync(probe: crash.OnStep);
        await writer.AppendAsync(FourPartitions(harness, 0), Cancellation);
        _ = await Assert.ThrowsAsync<AggregateException>(() => writer.FlushAsync(Cancellation));
        Assert.True(crash.Reached);
        await writer.DisposeAsync();

        _ = await harness.StartAsync();

        Assert.Equal(["0-a", "0-b", "0-c", "0-d"], Duck.EventIds(harness.Events));
        Assert.Empty(harness.JournalSegments());
        Assert.Empty(Directory.GetFiles(Path.Combine(harness.Events, "_tmp")));
    }

    [Fact]
    public async Task A_half_written_temporary_file_is_replaced()
    {
        await using var harness = new EventLogHarness();
        var writer = await harness.StartAsync(probe: new CrashPoint(2).OnStep);
        await writer.AppendAsync([harness.NewEvent("a")], Cancellation);
        _ = await Assert.ThrowsAsync<AggregateException>(() => writer.FlushAsync(Cancellation));
        await writer.DisposeAsync();
        var half = Assert.Single(Directory.GetFiles(Path.Combine(harness.Events, "_tmp")));
        await File.WriteAllTextAsync(half, "PAR1 and nothing more", Cancellation);

        _ = await harness.StartAsync();

        Assert.Equal(["a"], Duck.EventIds(harness.Events));
    }

    [Fact]
    public Task Whatever_crashes_come_each_event_is_in_the_log_once() =>
        Lives.SampleAsync(
            async lives =>
            {
                await using var harness = new EventLogHarness();
                var appended = new List<string>();
                foreach (var (events, crashAt) in lives)
                {
                    // Recovery of the earlier lives runs into this crash too.
                    var writer = await harness.StartAsync(probe: new CrashPoint(crashAt).OnStep);
                    for (var i = 0; i < events; i++)
                    {
                        var batch = FourPartitions(harness, appended.Count);
                        await writer.AppendAsync(batch, Cancellation);
                        appended.AddRange(batch.Select(e => e.EventId));
                        if (i % 2 == 1)
                        {
                            _ = await Record.ExceptionAsync(() => writer.FlushAsync(Cancellation));
                        }
                    }

                    await writer.DisposeAsync();
                }

                _ = await harness.StartAsync();

                Assert.Equal(appended.Order(StringComparer.Ordinal), Duck.EventIds(harness.Events));
                Assert.Empty(harness.JournalSegments());
            },
            iter: 25,
            threads: 1);

    private static LoggedEvent[] FourPartitions(EventLogHarness harness, int batch) =>
    [
        harness.NewEvent($"{batch}-a"),
        harness.NewEvent($"{batch}-b", daysLater: 1),
        harness.NewEvent($"{batch}-c", tenant: "other"),
        harness.NewEvent($"{batch}-d", tenant: "other", daysLater: 1),
    ];
}
