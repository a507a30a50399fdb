using System.Collections.Concurrent;

namespace Orleans.Reco.Inference.Tests;

public class ScoringQueueTests
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(1);
    private readonly ScoringQueue _queue = new(capacity: 100, threads: 2);
    private readonly BlockingCollection<int> _asked = [];

    [Fact]
    public async Task AThreadThatGathersGoesWhenTheBatchIsFull()
    {
        var taken = TakeAsync(most: 3);
        Add(1);
        AssertAsked();
        Add(1);
        Assert.False(taken.IsCompleted);
        Add(1);
        Assert.Equal(3, await taken.InTime());
    }

    [Fact]
    public async Task AThreadThatGathersGoesWhenAnotherHasTime()
    {
        Add(1);
        var first = TakeAsync(most: 3);
        AssertAsked();
        var second = TakeAsync(most: 3);
        Assert.Equal(1, await first.InTime());
        Assert.False(second.IsCompleted);
        Add(3);
        Assert.Equal(3, await second.InTime());
    }

    [Fact]
    public async Task NobodyGathersWhileAnotherHasTime()
    {
        var both = new[] { TakeAsync(most: 3), TakeAsync(most: 3) };
        Add(1);
        Assert.Equal(1, await (await Task.WhenAny(both)).InTime());
        Add(3);
        Assert.Equal(4, (await Task.WhenAll(both).InTime()).Sum());
    }

    [Fact]
    public void AThreadLeavesTheOtherItsPartAndAFewAreNotDivided()
    {
        Add(20);
        Assert.Equal([10, 5, 4, 1], new[] { TakeNow(most: 100), TakeNow(most: 100), TakeNow(most: 100), TakeNow(most: 100) });
        Add(20);
        Assert.Equal(3, TakeNow(most: 3));
    }

    [Fact]
    public async Task ClosingWakesAllAndLeavesWhatWaitsToBeTaken()
    {
        var idle = new[] { TakeAsync(most: 3), TakeAsync(most: 3), TakeAsync(most: 3) };
        _queue.Close();
        var taken = await Task.WhenAll(idle).InTime();
        Assert.Equal([0, 0, 0], taken);
        Assert.False(_queue.TryAdd(NewJob()));
    }

    [Fact]
    public async Task ClosingEndsTheGathering()
    {
        Add(2);
        var taken = TakeAsync(most: 3);
        AssertAsked();
        _queue.Close();
        Assert.Equal(2, await taken.InTime());
        Assert.Equal(0, await TakeAsync(most: 3).InTime());
    }

    private static ScoringJob NewJob() => new(Scorers.Query(), 0, CancellationToken.None);

    private void Add(int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            Assert.True(_queue.TryAdd(NewJob()));
        }
    }

    private int TakeNow(int most)
    {
        var batch = new List<ScoringJob>();
        _ = _queue.Take(batch, most, _ => TimeSpan.Zero);
        return batch.Count;
    }

    /// <summary>Takes on a thread of its own with all the patience in the world.</summary>
    private Task<int> TakeAsync(int most) => Task.Factory.StartNew(
        () =>
        {
            var batch = new List<ScoringJob>();
            _ = _queue.Take(batch, most, _ =>
            {
                _asked.Add(0);
                return Hours;
            });
            return batch.Count;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Returns when a thread is about to gather; the queue's lock lets nobody in before it does.</summary>
    private void AssertAsked() => Assert.True(_asked.TryTake(out _, GatedScorer.Deadline), "Nobody gathered.");
}
