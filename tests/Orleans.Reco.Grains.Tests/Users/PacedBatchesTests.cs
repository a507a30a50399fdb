using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

public sealed class PacedBatchesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task At_most_a_batch_is_under_way_and_then_comes_a_pause()
    {
        var (underWay, most, began) = (0, 0, new List<TimeSpan>());
        var start = _time.GetTimestamp();
        var running = new PacedBatches(size: 3, share: 0.25, _time).RunAsync(
            Enumerable.Range(0, 7),
            async _ =>
            {
                most = Math.Max(most, ++underWay);
                began.Add(_time.GetElapsedTime(start));
                await Task.Delay(TimeSpan.FromSeconds(1), _time, TestContext.Current.CancellationToken);
                underWay--;
                return true;
            },
            TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(7, await running);
        Assert.Equal(3, most);

        // A second of work in four: the next batch begins after three seconds of rest, or later where the clock ran ahead of it.
        var batches = began.Distinct().Order().ToArray();
        Assert.Equal(3, batches.Length);
        Assert.All(batches.Zip(batches.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(4), $"{pair}"));
    }

    [Fact]
    public async Task Who_hurries_has_no_pause_and_no_pause_is_longer_than_the_longest()
    {
        var batches = 0;
        var running = new PacedBatches(2, 0.01, _time, longest: TimeSpan.FromSeconds(5)).RunAsync(
            Enumerable.Range(0, 9),
            _ =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(true);
            },
            TestContext.Current.CancellationToken,
            hurries: () => ++batches != 3);

        // Two batches in a hurry, and the third is followed by a pause.
        Assert.Equal(3, batches);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(9, await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(5, batches);
    }

    [Fact]
    public async Task Where_nothing_is_to_do_there_is_no_pause() => Assert.Equal(
        0, await new PacedBatches(2, 0.01, _time).RunAsync(Enumerable.Range(0, 9), _ => Task.FromResult(false), TestContext.Current.CancellationToken));

    [Fact]
    public async Task What_fails_does_not_keep_the_others_from_it() => Assert.Equal(4, await new PacedBatches(2, 1, _time).RunAsync(
        Enumerable.Range(0, 8),
        i => i % 2 == 0 ? throw new TimeoutException() : Task.FromResult(true),
        TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_share_of_nothing_does_nothing() => Assert.Equal(0, await new PacedBatches(2, 0, _time).RunAsync(
        [1, 2], _ => throw new InvalidOperationException(), TestContext.Current.CancellationToken));
}
