namespace Orleans.Reco.Storage.Tests;

/// <summary>Several silos of one process over one journal.</summary>
public sealed class EventLogSharedJournalTests : IAsyncDisposable
{
    private readonly EventLogHarness _harness = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Writers_append_and_seal_side_by_side()
    {
        var one = await _harness.StartAsync("one", options => options.SegmentMaxEvents = 20);
        var two = await _harness.StartAsync("two", options => options.SegmentMaxEvents = 20);

        await Task.WhenAll(AppendAsync(one, "1"), AppendAsync(two, "2"));
        await Task.WhenAll(one.FlushAsync(Cancellation), two.FlushAsync(Cancellation));

        Assert.Equal([.. Ids("1"), .. Ids("2")], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_start_leaves_the_segments_of_live_writers_alone()
    {
        var one = await _harness.StartAsync("one");
        await one.AppendAsync([_harness.NewEvent("a")], Cancellation);

        _ = await _harness.StartAsync("two");

        Assert.Empty(Duck.EventIds(_harness.Events));
        await one.AppendAsync([_harness.NewEvent("b")], Cancellation);
        await one.FlushAsync(Cancellation);
        Assert.Equal(["a", "b"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_neighbour_takes_over_what_a_crashed_silo_left_within_a_segment_age()
    {
        var done = new TaskCompletionSource();
        _ = await _harness.StartAsync("survivor", probe: step =>
        {
            if (step == SealStep.JournalDeleted)
            {
                done.SetResult();
            }
        });
        var victim = await _harness.StartAsync("victim");
        await victim.AppendAsync([_harness.NewEvent("a")], Cancellation);
        await victim.DisposeAsync();

        _harness.Clock.Advance(_harness.Options.SegmentMaxAge);

        await done.Task.OrFail();
        Assert.Equal(["a"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_writer_that_is_declared_dead_is_cut_off_and_its_events_are_kept()
    {
        var survivor = await _harness.StartAsync("survivor");
        var zombie = await _harness.StartAsync("zombie");
        await zombie.AppendAsync([_harness.NewEvent("a")], Cancellation);

        var segments = await survivor.RecoverAsync(["zombie", "survivor", "unknown"], Cancellation);

        Assert.Equal(1, segments);
        Assert.Equal(["a"], Duck.EventIds(_harness.Events));
        _ = await Assert.ThrowsAsync<RecoUnavailableException>(async () => await zombie.AppendAsync([_harness.NewEvent("b")], Cancellation));
        await zombie.FlushAsync(Cancellation);
        await survivor.AppendAsync([_harness.NewEvent("c")], Cancellation);
        await survivor.FlushAsync(Cancellation);
        Assert.Equal(["a", "c"], Duck.EventIds(_harness.Events));
    }

    [Fact]
    public async Task A_writer_that_is_declared_dead_under_load_loses_no_acknowledged_event()
    {
        var survivor = await _harness.StartAsync("survivor");
        var zombie = await _harness.StartAsync("zombie", options => options.SegmentMaxEvents = 10);
        var enough = new TaskCompletionSource();
        var acknowledged = new List<string>();
        var load = LoadAsync();
        await enough.Task.OrFail();

        _ = await survivor.RecoverAsync(["zombie"], Cancellation);

        _ = await Assert.ThrowsAsync<RecoUnavailableException>(() => load.OrFail());
        Assert.Equal(acknowledged, Duck.EventIds(_harness.Events));

        async Task LoadAsync()
        {
            for (var i = 0; ; i++)
            {
                await zombie.AppendAsync([_harness.NewEvent($"{i:d6}")], Cancellation);
                acknowledged.Add($"{i:d6}");
                if (i == 200)
                {
                    enough.SetResult();
                }
            }
        }
    }

    [Fact]
    public async Task A_silo_that_starts_again_under_its_name_takes_over_from_its_former_self()
    {
        var former = await _harness.StartAsync("silo");
        await former.AppendAsync([_harness.NewEvent("a")], Cancellation);

        var next = await _harness.StartAsync("silo");

        Assert.Equal(["a"], Duck.EventIds(_harness.Events));
        _ = await Assert.ThrowsAsync<RecoUnavailableException>(async () => await former.AppendAsync([_harness.NewEvent("b")], Cancellation));
        await next.AppendAsync([_harness.NewEvent("c")], Cancellation);
        await next.FlushAsync(Cancellation);
        Assert.Equal(["a", "c"], Duck.EventIds(_harness.Events));
    }

    private static IEnumerable<string> Ids(string prefix) => Enumerable.Range(0, 105).Select(i => $"{prefix}-{i:d3}");

    private async Task AppendAsync(EventLogWriter writer, string prefix)
    {
        foreach (var id in Ids(prefix))
        {
            await writer.AppendAsync([_harness.NewEvent(id)], Cancellation);
        }
    }
}
