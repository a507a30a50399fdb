using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Compaction, erasure and retention, on every store. The harness's clock begins at 23:00 on 24 November 2026.</summary>
public abstract class EventLogMaintenanceTests(LogTestStore store) : LogOnStore(store)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public static TheoryData<int> Steps => [.. Enumerable.Range(1, 6)];

    [Fact]
    public async Task The_small_files_of_a_day_become_one_when_the_day_is_over()
    {
        await AppendSeparatelyAsync("a", "b", "c");
        await AppendAsync(Harness.NewEvent("other", tenant: "other"));

        // 00:59 of the next day: the last segments may still be on their way.
        Harness.Clock.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal(new EventLogPass(0, 0, 0, 0), await RunAsync());
        Harness.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new EventLogPass(Compacted: 3, 0, 0, 0), await RunAsync());

        Assert.StartsWith("tenant=default/date=2026-11-24/", Assert.Single(await NamesAsync()), StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], await ReadAsync());
        Assert.Equal(["other"], await ReadAsync("other"));
        Assert.Equal(new EventLogPass(0, 0, 0, 0), await RunAsync());
    }

    [Fact]
    public async Task A_late_segment_is_put_together_with_the_rest_and_rows_that_are_there_twice_become_one()
    {
        var e = Harness.NewEvent("a");
        await AppendAsync(e);
        await AppendAsync(e, e with { User = "another" });
        Harness.Clock.Advance(OneDay);
        Assert.Equal(new EventLogPass(Compacted: 2, 0, RowsRemoved: 1, 0), await RunAsync());

        await AppendAsync(e with { EventId = "late" });
        Assert.Equal(new EventLogPass(Compacted: 2, 0, 0, 0), await RunAsync());

        Assert.Equal(["a", "a", "late"], await ReadAsync());
    }

    [Fact]
    public async Task Every_column_is_as_it_was()
    {
        var full = Harness.NewEvent("full") with
        {
            ItemId = "товар 1",
            Value = 12.5,
            Timestamp = Harness.Clock.GetUtcNow().AddTicks(1234560),
            SessionId = "s",
            RecommendationId = "r",
            Context = """{"query":"schuhe"}""",
        };
        var bare = Harness.NewEvent("bare");
        await AppendAsync(full);
        await AppendAsync(bare);
        Harness.Clock.Advance(OneDay);
        _ = await RunAsync();

        using var local = await Files.BorrowAsync(Assert.Single(await Files.ListAsync("tenant=default/", Cancellation)), Cancellation);
        Assert.Equal([bare, full], SegmentFile.Read(local.Path, "default").OrderBy(e => e.EventId, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_crash_after_any_step_neither_loses_nor_doubles(int step)
    {
        await AppendSeparatelyAsync("a", "b", "c");
        Harness.Clock.Advance(OneDay);
        var steps = 0;
        using (var crashed = Maintenance())
        {
            // Large files are left alone: what a crash leaves must be put right by what was noted, not by putting it together again.
            crashed.Compactor.Probe = _ =>
            {
                if (++steps == step)
                {
                    throw new IOException("Crashed.");
                }
            };
            _ = await Assert.ThrowsAsync<IOException>(() => crashed.RunAsync("default", Cancellation));
        }

        Assert.Equal(["a", "b", "c"], (await ReadAsync()).Distinct());
        using (var next = Maintenance())
        {
            next.TargetBytes = step > 2 ? 2 : next.TargetBytes;
            _ = await next.RunAsync("default", Cancellation);
        }

        Assert.Single(await NamesAsync());
        Assert.Equal(["a", "b", "c"], await ReadAsync());
        Assert.Empty(await Files.ListAsync(EventLogLayout.ReplacedFolderOf("default"), Cancellation));
    }

    [Fact]
    public async Task Two_at_a_time_lose_nothing()
    {
        await AppendSeparatelyAsync([.. Enumerable.Range(0, 12).Select(i => $"e{i:d2}")]);
        Harness.Clock.Advance(OneDay);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async run =>
        {
            using var maintenance = Maintenance();
            _ = await Record.ExceptionAsync(() => maintenance.RunAsync("default", Cancellation));
        }));
        _ = await RunAsync();

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"e{i:d2}"), await ReadAsync());
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task Large_files_stay_as_they_are()
    {
        await AppendSeparatelyAsync("a", "b", "c");
        Harness.Clock.Advance(OneDay);
        var bytes = (await Files.ListAsync("tenant=default/", Cancellation)).Max(file => file.Bytes);
        using var maintenance = Maintenance();

        maintenance.TargetBytes = bytes;
        Assert.Equal(0, (await maintenance.RunAsync("default", Cancellation)).Compacted);

        maintenance.TargetBytes = (2 * bytes) + 2;
        Assert.Equal(2, (await maintenance.RunAsync("default", Cancellation)).Compacted);
        Assert.Equal(["a", "b", "c"], await ReadAsync());
    }

    [Fact]
    public async Task Rows_of_an_erased_user_go_when_a_day_is_put_together()
    {
        await AppendSeparatelyAsync("a", "b");
        await EraseAsync("user-a");
        Harness.Clock.Advance(OneDay);

        Assert.Equal(new EventLogPass(Compacted: 2, 0, RowsRemoved: 1, 0), await RunAsync());

        Assert.Equal(["b"], await ReadAsync());
    }

    [Fact]
    public async Task All_files_are_searched_for_rows_of_erased_users_in_due_time_and_then_the_marks_go()
    {
        await AppendAsync(Harness.NewEvent("a"), Harness.NewEvent("b"));
        await AppendAsync(Harness.NewEvent("c", daysLater: 1));
        await AppendAsync(Harness.NewEvent("d", daysLater: 2));
        Harness.Clock.Advance(3 * OneDay);
        await EraseAsync("user-a");
        await EraseAsync("user-c");
        Harness.Clock.Advance(6 * OneDay);
        Assert.Equal(0, (await RunAsync()).RowsRemoved);

        Harness.Clock.Advance(OneDay);
        await EraseAsync("user-d");
        Assert.Equal(3, (await RunAsync()).RowsRemoved);

        Assert.Equal(["b"], await ReadAsync());
        Assert.Single(await NamesAsync());

        // The mark of the last day stays: rows may still come out of a journal.
        Assert.Single(await Files.ListAsync(EventLogLayout.ErasedFolderOf("default"), Cancellation));
    }

    [Fact]
    public async Task Days_past_their_retention_go()
    {
        await AppendAsync(Harness.NewEvent("a"), Harness.NewEvent("b", daysLater: 1), Harness.NewEvent("c", daysLater: 2));
        Harness.Clock.Advance(31 * OneDay);

        Assert.Equal(0, (await RunAsync()).Expired);
        Assert.Equal(1, (await RunAsync(retentionDays: 30)).Expired);

        Assert.Equal(["b", "c"], await ReadAsync());
    }

    [Fact]
    public async Task A_damaged_file_is_left_and_the_rest_is_put_together()
    {
        await AppendSeparatelyAsync("a", "b", "c");
        var damaged = (await NamesAsync())[1];
        await DamageAsync(damaged);
        Harness.Clock.Advance(OneDay);

        Assert.Equal(new EventLogPass(Compacted: 2, 0, 0, Damaged: 1), await RunAsync());

        var names = await NamesAsync();
        Assert.Equal(2, names.Count);
        Assert.Contains(damaged, names);
    }

    [Fact]
    public async Task A_tenant_cannot_lead_out_of_the_log()
    {
        using var maintenance = Maintenance();
        _ = await Assert.ThrowsAsync<RecoValidationException>(() => maintenance.RunAsync("../x", Cancellation));
    }

    /// <summary>Flips a byte of a file's content as a bad disk does.</summary>
    internal abstract Task DamageAsync(string name);

    protected static byte[] Flip(byte[] content)
    {
        // In a page of data, behind the four letters that a file begins with and the page's header.
        content[40] ^= 0x40;
        return content;
    }

    private async Task AppendSeparatelyAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await AppendAsync(Harness.NewEvent(id));
        }
    }

    private Task EraseAsync(string user) =>
        ErasedUsers.MarkAsync(Files, "default", user, DateOnly.FromDateTime(Harness.Clock.GetUtcNow().UtcDateTime), Cancellation);

    private async Task<EventLogPass> RunAsync(int? retentionDays = null)
    {
        using var maintenance = Maintenance(retentionDays);
        return await maintenance.RunAsync("default", Cancellation);
    }

    private EventLogMaintenance Maintenance(int? retentionDays = null)
    {
        var options = Options();
        options.RetentionDays = retentionDays;
        return new(Files, options, Harness.Clock, NullLogger<EventLogMaintenance>.Instance);
    }
}
