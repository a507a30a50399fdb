namespace Orleans.Reco.Inference.Tests;

public class ScoringWorkerTests
{
    private static readonly ScoringOptions NoWait = new() { MaxWait = TimeSpan.Zero };

    [Fact]
    public async Task QueriesThatWaitShareABatch()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, new ScoringOptions { MaxWait = TimeSpan.Zero, MaxBatch = 16 });
        var first = worker.Ask(Query(1));
        await scorer.Entered();
        var others = Enumerable.Range(2, 40).Select(count => worker.Ask(Query(count))).ToArray();
        scorer.Open();
        var results = await Task.WhenAll([first, .. others]).InTime();
        Assert.Equal(Enumerable.Range(1, 41).Select(count => $"v{count}"), results.Select(result => result.ModelVersion));
        Assert.Equal([1, 16, 16, 8], scorer.Batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task ALoneQueryWaitsForCompanyAndThenGoes()
    {
        using var scorer = new GatedScorer();
        await using var worker = Scorers.Worker(scorer, new ScoringOptions { MaxWait = TimeSpan.FromMilliseconds(5) });
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal($"v{i}", (await worker.Ask(Query(i)).InTime()).ModelVersion);
        }

        Assert.Equal(20, scorer.Batches.Count);
    }

    [Fact]
    public async Task AnIdleWorkerDoesNotWaitAndABusyOneOnlyUntilTheBatchIsFull()
    {
        // By this clock the worker is busy for a good part of its time, and then waits for minutes: the deadline is met only without waiting.
        using var scorer = new GatedScorer();
        await using var worker = Scorers.Worker(
            scorer, new ScoringOptions { MaxWait = TimeSpan.FromHours(1), MaxBatch = 2 }, new TickingClock());
        _ = await worker.Ask(Query(1)).InTime();
        for (var i = 0; i < 200; i++)
        {
            var pair = new[] { worker.Ask(Query(1)), worker.Ask(Query(2)) };
            _ = await Task.WhenAll(pair).InTime();
        }

        Assert.Equal([1, .. Enumerable.Repeat(2, 200)], scorer.Batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task NoQueryWaitsWhileAThreadIsIdleAndThoseThatWaitShareABatch()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, new ScoringOptions { MaxWait = TimeSpan.Zero, MaxBatch = 16 }, threads: 3);
        var running = new List<Task<ScoreResult>>();
        for (var i = 1; i <= 3; i++)
        {
            running.Add(worker.Ask(Query(i)));
            await scorer.Entered();
        }

        var waiting = Enumerable.Range(4, 16).Select(count => worker.Ask(Query(count))).ToArray();
        Assert.Equal(16, worker.Waiting);
        scorer.Open();
        _ = await Task.WhenAll([.. running, .. waiting]).InTime();
        var batches = scorer.Batches.Select(batch => batch.Length).ToArray();
        Assert.Equal([1, 1, 1], batches[..3]);
        Assert.Equal(16, batches[3..].Sum());

        // A third of what waited, for each of three threads.
        Assert.Equal(6, batches[3..].Max());
    }

    [Fact]
    public async Task ManyThreadsScoreEachQueryOnceAndEndWithTheWorker()
    {
        using var scorer = new GatedScorer();
        var worker = Scorers.Worker(scorer, new ScoringOptions { MaxWait = TimeSpan.FromMilliseconds(1), MaxBatch = 4 }, threads: 4);
        var queries = Enumerable.Range(1, 500).Select(Query).ToArray();
        var results = await Task.WhenAll(queries.Select(worker.Ask)).InTime();
        Assert.Equal(queries.Select(query => $"v{query.Count}"), results.Select(result => result.ModelVersion));
        Assert.Equal(queries.Select(query => query.Count), scorer.Batches.SelectMany(batch => batch).Select(query => query.Count).Order());
        Assert.All(scorer.Batches, batch => Assert.InRange(batch.Length, 1, 4));
        await worker.DisposeAsync().AsTask().InTime();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => worker.Ask(Query(1)));
    }

    [Fact]
    public async Task AFullQueueRefusesAtOnce()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, new ScoringOptions { MaxWait = TimeSpan.Zero, QueueCapacity = 3, MaxBatch = 1 });
        var running = worker.Ask(Query(1));
        await scorer.Entered();
        var waiting = Enumerable.Range(0, 3).Select(_ => worker.Ask(Query(1))).ToArray();
        Assert.Equal(3, worker.Waiting);
        var error = await Assert.ThrowsAsync<ScoringOverloadedException>(() => worker.Ask(Query(1)));
        Assert.Contains("3 queries waiting", error.Message, StringComparison.Ordinal);
        scorer.Open();
        _ = await Task.WhenAll([running, .. waiting]).InTime();
        _ = await worker.Ask(Query(1)).InTime();
    }

    [Fact]
    public async Task ACancelledQueryFreesItsCallerAndIsNotScored()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, NoWait);
        var running = worker.Ask(Query(1));
        await scorer.Entered();
        using var cancellation = new CancellationTokenSource();
        var cancelled = worker.ScoreAsync(Query(2), cancellation.Token).AsTask();
        var kept = worker.Ask(Query(3));
        await cancellation.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());
        scorer.Open();
        _ = await Task.WhenAll(running, kept).InTime();
        Assert.Equal([1, 3], scorer.Batches.SelectMany(batch => batch).Select(query => query.Count));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.ScoreAsync(Query(4), cancellation.Token).AsTask());
    }

    [Fact]
    public async Task APoisonedQueryFailsAlone()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, NoWait);
        var first = worker.Ask(Query(1));
        await scorer.Entered();
        var poison = Query(5);
        _ = scorer.Poisoned.Add(poison);
        var others = Enumerable.Range(0, 6).Select(_ => worker.Ask(Query(2))).ToArray();
        var bad = worker.Ask(poison);
        scorer.Open();
        _ = await Task.WhenAll([first, .. others]).InTime();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => bad.InTime());
        Assert.Equal("poison", error.Message);

        // The first, the batch, and the poison on its own: what the batch had given before it failed is not scored again.
        Assert.Equal([1, 7, 1], scorer.Batches.Select(batch => batch.Length));

        // The thread has survived, and a poisoned query that is alone is tried once.
        var before = scorer.Batches.Count;
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.Ask(poison).InTime());
        Assert.Equal(before + 1, scorer.Batches.Count);
        _ = await worker.Ask(Query(1)).InTime();
    }

    [Fact]
    public async Task DisposalScoresWhatWaitsAndTakesNoMore()
    {
        using var scorer = new GatedScorer(open: false);
        var worker = Scorers.Worker(scorer, NoWait);
        var running = worker.Ask(Query(1));
        await scorer.Entered();
        var waiting = worker.Ask(Query(2));
        var disposal = worker.DisposeAsync().AsTask();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => worker.Ask(Query(3)));
        Assert.False(disposal.IsCompleted);
        scorer.Open();
        _ = await Task.WhenAll(running, waiting).InTime();
        await disposal.InTime();
    }

    [Fact]
    public async Task AQueryForNothingIsRefusedByName()
    {
        using var scorer = new GatedScorer();
        await using var worker = Scorers.Worker(scorer, NoWait);
        var error = await Assert.ThrowsAsync<RecoValidationException>(() => worker.Ask(Query(0)));
        Assert.Equal("count", error.Field);
    }

    [Fact]
    public async Task ACallersContinuationNeverRunsOnTheScoringThread()
    {
        using var scorer = new GatedScorer(open: false);
        await using var worker = Scorers.Worker(scorer, NoWait);
        var name = worker.Ask(Query(1)).ContinueWith(
            _ => Thread.CurrentThread.Name,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        await scorer.Entered();
        scorer.Open();
        Assert.NotEqual("reco-scorer", await name.InTime());
    }

    private static ScoreQuery Query(int count) => new() { Tenant = "default", Count = count };
}
