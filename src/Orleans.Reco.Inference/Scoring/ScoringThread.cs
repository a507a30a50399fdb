using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>One of a worker's threads: takes batches from the queue and scores them, one at a time.</summary>
internal sealed partial class ScoringThread(
    ScoringQueue queue, IBatchScorer scorer, ServiceTime serviceTime, ScoringOptions options, TimeProvider time, ILogger logger, string worker)
{
    private readonly List<ScoringJob> _batch = [];
    private readonly BusyShare _busy = new();
    private readonly KeyValuePair<string, object?> _tag = new("worker", worker);
    private List<ScoringJob> _scoring = [];
    private Action<int, ScoreResult>? _done;
    private long _ended = time.GetTimestamp();

    /// <summary>Returns when the queue is closed and empty.</summary>
    public void Run()
    {
        ThreadNiceness.Set(options.Niceness);
        // Once, not for each batch.
        Func<ScoringJob, TimeSpan> patience = Patience;
        Predicate<ScoringJob> isAbandoned = IsAbandoned;
        while (queue.Take(_batch, options.MaxBatch, patience))
        {
            try
            {
                _ = _batch.RemoveAll(isAbandoned);
                Score(_batch);
            }
            catch (Exception exception)
            {
                // Scoring has its own handling; this is for a logger or a listener of instruments that throws.
                _batch.ForEach(job => job.Fail(exception));
            }

            _batch.Clear();
        }
    }

    private TimeSpan Patience(ScoringJob oldest) => (options.MaxWait * _busy.Value) - time.GetElapsedTime(oldest.EnqueuedAt);

    private bool IsAbandoned(ScoringJob job)
    {
        if (job.IsCancelled)
        {
            ScoringInstruments.Cancelled.Add(1, _tag);
            job.Abandon();
        }

        return job.IsCancelled;
    }

    private void Score(List<ScoringJob> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        ScoringInstruments.BatchSize.Record(batch.Count, _tag);
        foreach (var job in batch)
        {
            ScoringInstruments.QueueWait.Record(time.GetElapsedTime(job.EnqueuedAt).TotalMilliseconds, _tag);
        }

        var began = time.GetTimestamp();
        var scored = TryScore(batch, out var error);
        var ended = time.GetTimestamp();
        serviceTime.Record(batch.Count, time.GetElapsedTime(began, ended));
        _busy.Record(time.GetElapsedTime(began, ended), time.GetElapsedTime(_ended, began));
        _ended = ended;
        if (scored)
        {
            return;
        }

        if (batch.Count == 1)
        {
            Fail(batch[0], error!);
            return;
        }

        // One bad query must not fail the others: each that has no result yet gets a run of its own.
        LogBatchFailed(logger, worker, batch.Count, error!);
        foreach (var job in batch)
        {
            if (!job.Task.IsCompleted && !TryScore([job], out error))
            {
                Fail(job, error!);
            }
        }
    }

    private bool TryScore(List<ScoringJob> jobs, out Exception? error)
    {
        try
        {
            _scoring = jobs;
            scorer.Score(jobs.ConvertAll(job => job.Query), _done ??= Complete);
            error = null;
            return true;
        }
        catch (Exception exception)
        {
            error = exception;
            return false;
        }
    }

    private void Complete(int position, ScoreResult result) => _scoring[position].Complete(result);

    private void Fail(ScoringJob job, Exception error)
    {
        ScoringInstruments.Failed.Add(1, _tag);
        LogQueryFailed(logger, worker, job.Query.Tenant, error);
        job.Fail(error);
    }

    [LoggerMessage(1, LogLevel.Warning, "Scoring worker {Worker}: a batch of {Count} queries failed; each is tried on its own.")]
    private static partial void LogBatchFailed(ILogger logger, string worker, int count, Exception error);

    [LoggerMessage(2, LogLevel.Error, "Scoring worker {Worker}: a query of tenant {Tenant} failed.")]
    private static partial void LogQueryFailed(ILogger logger, string worker, string tenant, Exception error);
}
