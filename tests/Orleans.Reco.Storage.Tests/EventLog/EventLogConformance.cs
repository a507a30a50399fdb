namespace Orleans.Reco.Storage.Tests;

/// <summary>What the log does alike on every store.</summary>
public abstract class EventLogConformance(LogTestStore store) : LogOnStore(store)
{
    [Fact]
    public async Task Files_are_hive_partitions_that_DuckDB_reads()
    {
        await AppendAsync(Harness.NewEvent("a"), Harness.NewEvent("b", "other"), Harness.NewEvent("c", daysLater: 1));

        Assert.Equal(["default", "other"], await Files.ListTenantsAsync(Cancellation));
        Assert.Equal(
            ["tenant=default/date=2026-11-24", "tenant=default/date=2026-11-25", "tenant=other/date=2026-11-24"],
            (await NamesAsync()).Concat(await NamesAsync("other")).Select(name => name[..name.LastIndexOf('/')]));
        Assert.Equal(["a", "c"], await ReadAsync());
        Assert.Equal(["b"], await ReadAsync("other"));
        Assert.Equal(["c"], await ReadAsync(from: new DateOnly(2026, 11, 25)));
        Assert.Empty(await ReadAsync("nobody"));
    }

    [Fact]
    public async Task A_log_that_nothing_was_written_to_is_empty()
    {
        const string name = "tenant=default/date=2026-11-24/none.parquet";
        Assert.Empty(await Files.ListTenantsAsync(Cancellation));
        Assert.Empty(await ReadAsync());
        await Files.DeleteAsync(name, Cancellation);
        Assert.False(await Files.ExistsAsync(name, Cancellation));
    }

    [Theory]
    [InlineData(SealStep.JournalRead)]
    [InlineData(SealStep.TemporaryWritten)]
    [InlineData(SealStep.FileNamed)]
    public async Task A_crash_at_any_step_of_sealing_leaves_every_event_once(object step)
    {
        var crashed = await StartAsync(probe: reached =>
        {
            if (reached == (SealStep)step)
            {
                throw new IOException("Crashed.");
            }
        });
        await crashed.AppendAsync([Harness.NewEvent("a"), Harness.NewEvent("b", daysLater: 1)], Cancellation);
        _ = await Assert.ThrowsAsync<AggregateException>(() => crashed.FlushAsync(Cancellation));
        await crashed.DisposeAsync();

        _ = await StartAsync();

        Assert.Equal(["a", "b"], await ReadAsync());
        Assert.Empty(Harness.JournalSegments());
    }

    [Fact]
    public async Task A_name_that_is_published_again_keeps_one_file()
    {
        await AppendAsync(Harness.NewEvent("a"));
        var file = Assert.Single(await Files.ListAsync("tenant=default/", Cancellation));
        var copy = EventLogLayout.TemporaryFile(Files.TemporaryRoot, "again");
        using (var local = await Files.BorrowAsync(file, Cancellation))
        {
            File.Copy(local.Path, copy);
        }

        await Files.PublishAsync(copy, file.Name, Cancellation);

        Assert.False(File.Exists(copy));
        Assert.Equal(["a"], await ReadAsync());
    }

    [Fact]
    public async Task A_file_that_is_gone_is_said_to_be()
    {
        await AppendAsync(Harness.NewEvent("a"));
        var file = Assert.Single(await Files.ListAsync("tenant=default/", Cancellation));
        await Files.DeleteAsync(file.Name, Cancellation);

        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => Files.FetchAsync(file, Cancellation));
        _ = await Assert.ThrowsAsync<FileNotFoundException>(() => Files.BorrowAsync(file, Cancellation));
    }
}
