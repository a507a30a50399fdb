namespace Orleans.Reco.Inference.Tests;

public class ServiceTimeTests
{
    [Fact]
    public void NothingIsExpectedBeforeTheFirstBatch() => Assert.Equal(TimeSpan.Zero, new ServiceTime().Of(1000));

    [Fact]
    public void LaterBatchesCountAFifthEach()
    {
        var time = new ServiceTime();
        time.Record(10, TimeSpan.FromSeconds(1));
        Assert.Equal(0.5, time.Of(5).TotalSeconds, 1e-6);
        time.Record(10, TimeSpan.FromSeconds(2));
        Assert.Equal(0.12 * 5, time.Of(5).TotalSeconds, 1e-6);
    }

    [Fact]
    public async Task AQueueThatWouldTakeTooLongRefuses()
    {
        // Each look at this clock takes a second, and so does each query at least.
        using var scorer = new SecondBatchBlocks();
        var options = new ScoringOptions { MaxWait = TimeSpan.Zero, MaxBatch = 1, MaxQueueTime = TimeSpan.FromSeconds(3) };
        await using var worker = Scorers.Worker(scorer, options, new TickingClock());
        _ = await worker.Ask(Scorers.Query()).InTime();
        var running = worker.Ask(Scorers.Query());
        await scorer.Entered();
        var waiting = new List<Task<ScoreResult>>();
        while (worker.Admits())
        {
            waiting.Add(worker.Ask(Scorers.Query()));
        }

        // A short queue is never too long, whatever the clock says.
        Assert.Equal(16, waiting.Count);
        _ = await Assert.ThrowsAsync<ScoringOverloadedException>(() => worker.Ask(Scorers.Query()));
        scorer.Open();
        _ = await Task.WhenAll([running, .. waiting]).InTime();
        Assert.True(worker.Admits());
    }

    private sealed class SecondBatchBlocks : IBatchScorer, IDisposable
    {
        private readonly ManualResetEventSlim _gate = new(false);
        private readonly SemaphoreSlim _entered = new(0);
        private int _batches;

        public void Open() => _gate.Set();

        public async Task Entered() => Assert.True(await _entered.WaitAsync(GatedScorer.Deadline), "The second batch did not begin.");

        public void Score(IReadOnlyList<ScoreQuery> queries, Action<int, ScoreResult> done)
        {
            if (++_batches == 2)
            {
                _ = _entered.Release();
                Assert.True(_gate.Wait(GatedScorer.Deadline), "The gate stayed closed.");
            }

            for (var i = 0; i < queries.Count; i++)
            {
                done(i, new ScoreResult { ModelVersion = "v", Candidates = default });
            }
        }

        public void Dispose()
        {
            _gate.Dispose();
            _entered.Dispose();
        }
    }
}
