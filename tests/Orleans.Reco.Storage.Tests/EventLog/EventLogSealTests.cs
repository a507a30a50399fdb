namespace Orleans.Reco.Storage.Tests;

public sealed class EventLogSealTests : IAsyncDisposable
{
    private readonly EventLogHarness _harness = new();
    private readonly SemaphoreSlim _sealed = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_full_segment_is_sealed()
    {
        var writer = await StartAsync(options => options.SegmentMaxEvents = 3);

        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await writer.AppendAsync([_harness.NewEvent(id)], Cancellation);
        }

        await _sealed.WaitAsync(Cancellation).OrFail();
        Assert.Equal(["a", "b", "c"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_segment_is_sealed_when_it_is_old()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);
        _harness.Clock.Advance(TimeSpan.FromSeconds(29));
        await writer.AppendAsync([_harness.NewEvent("b")], Cancellation);
        Assert.Empty(Duck.EventIds(_harness.Events));

        _harness.Clock.Advance(TimeSpan.FromSeconds(1));

        await _sealed.WaitAsync(Cancellation).OrFail();
        Assert.Equal(["a", "b"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task The_age_counts_from_the_first_event_of_each_segment()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);
        _harness.Clock.Advance(TimeSpan.FromSeconds(30));
        await _sealed.WaitAsync(Cancellation).OrFail();
        _harness.Clock.Advance(TimeSpan.FromSeconds(20));
        await writer.AppendAsync([_harness.NewEvent("b")], Cancellation);

        _harness.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(["a"], Duck.EventIds(_harness.Events));

        _harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await _sealed.WaitAsync(Cancellation).OrFail();
        Assert.Equal(["a", "b"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_graceful_stop_seals_everything()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);

        await writer.StopAsync(Cancellation);

        Assert.Equal(["a"], Duck.EventIds(_harness.Events));
        Assert.Empty(_harness.JournalSegments());
    }

    [Fact]
    public async Task A_stop_without_time_leaves_the_journal_for_the_next_start()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);

        await writer.StopAsync(new CancellationToken(canceled: true));
        Assert.Empty(Duck.EventIds(_harness.Events));

        _ = await StartAsync();
        Assert.Equal(["a"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_stopped_log_refuses_events()
    {
        var writer = await StartAsync();
        await writer.StopAsync(Cancellation);

        _ = await Assert.ThrowsAsync<RecoUnavailableException>(async () => await writer.AppendAsync([_harness.NewEvent("a")], Cancellation));
    }

    [Fact]
    public async Task Flush_of_an_empty_log_writes_nothing()
    {
        var writer = await StartAsync();

        await writer.AppendAsync([], Cancellation);
        await writer.FlushAsync(Cancellation);

        Assert.False(Directory.Exists(_harness.Events));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_seal_keeps_the_journal_takes_events_and_is_repeated()
    {
        var full = true;
        var writer = await _harness.StartAsync(probe: step =>
        {
            if (step == SealStep.TemporaryWritten && Volatile.Read(ref full))
            {
                throw new IOException("disk full");
            }

            Signal(step);
        });
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);
        var error = await Assert.ThrowsAsync<AggregateException>(() => writer.FlushAsync(Cancellation));
        _ = Assert.IsType<IOException>(Assert.Single(error.InnerExceptions));
        await writer.AppendAsync([_harness.NewEvent("b")], Cancellation);
        Assert.Empty(Duck.EventIds(_harness.Events));

        Volatile.Write(ref full, false);

        // Two segments: a, which failed, and b, which is closed by age. The retry's wait begins after the failure was noticed, so the
        // clock is moved until both are sealed.
        for (var segments = 0; segments < 2;)
        {
            _harness.Clock.Advance(TimeSpan.FromSeconds(30));
            segments += await _sealed.WaitAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken) ? 1 : 0;
        }

        Assert.Equal(["a", "b"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_segment_that_fails_does_not_hold_up_the_others()
    {
        var reads = 0;
        var writer = await _harness.StartAsync(
            configure: options => options.SegmentMaxEvents = 1,
            probe: step =>
            {
                if (step == SealStep.JournalRead && Interlocked.Increment(ref reads) == 1)
                {
                    throw new IOException("the first read fails");
                }

                Signal(step);
            });

        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);
        await writer.AppendAsync([_harness.NewEvent("b")], Cancellation);

        await _sealed.WaitAsync(Cancellation).OrFail();
        await _sealed.WaitAsync(Cancellation).OrFail();
        Assert.Equal(["a", "b"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task Concurrent_appends_and_flushes_write_every_event_once()
    {
        var writer = await StartAsync(options => options.SegmentMaxEvents = 50);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await writer.AppendAsync([_harness.NewEvent($"{caller:d2}-{i:d2}-0"), _harness.NewEvent($"{caller:d2}-{i:d2}-1")], Cancellation);
                if (i % 20 == 0)
                {
                    await writer.FlushAsync(Cancellation);
                }
            }
        })));
        await writer.FlushAsync(Cancellation);

        var expected = from caller in Enumerable.Range(0, 16)
                       from i in Enumerable.Range(0, 50)
                       from part in Enumerable.Range(0, 2)
                       select $"{caller:d2}-{i:d2}-{part}";
        Assert.Equal(expected, Duck.EventIds(_harness.Events));
        Assert.Empty(_harness.JournalSegments());
    }

    private Task<EventLogWriter> StartAsync(Action<EventLogOptions>? configure = null) =>
        _harness.StartAsync(configure: configure, probe: Signal);

    private void Signal(SealStep step)
    {
        if (step == SealStep.JournalDeleted)
        {
            _ = _sealed.Release();
        }
    }
}
