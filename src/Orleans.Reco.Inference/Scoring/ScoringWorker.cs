using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Scores queries in batches on a thread of its own, so that no model ever runs on a grain turn. The queue is bounded: a query that
/// does not fit is refused at once. A batch starts when it is full or when its oldest query has waited: not at all where the thread was idle,
/// for <see cref="ScoringOptions.MaxWait"/> where it had no pause, as it is then that sharing the passes over model and items pays.
/// </summary>
public sealed partial class ScoringWorker : IAsyncDisposable
{
    /// <summary>A few queries are never too many, however slow the last batch was for want of a processor.</summary>
    private const int ShortQueue = 16;

    /// <summary>Less is not worth putting the thread to sleep.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(0.25);

    private readonly ScoringQueue _queue;
    private readonly IBatchScorer _scorer;
    private readonly ScoringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ScoringJob> _batch = [];
    private readonly KeyValuePair<string, object?> _tag;
    private readonly ServiceTime _serviceTime = new();
    private readonly BusyShare _busy = new();
    private long _ended;
    private volatile bool _disposing;

    /// <summary>Starts the thread.</summary>
    /// <param name="snapshots">The silo's tenants.</param>
    /// <param name="types">The interaction types of the installation.</param>
    /// <param name="options">Taken as they are now.</param>
    /// <param name="time">The clock for availability and waiting times.</param>
    /// <param name="logger">Told of failed batches.</param>
    /// <param name="name">The worker's name, for its thread and messages.</param>
    public ScoringWorker(
        ITenantSnapshots snapshots,
        InteractionTypes types,
        ScoringOptions options,
        TimeProvider time,
        ILogger<ScoringWorker> logger,
        string name = "scorer")
        : this(new BatchScorer(snapshots, types, options, time), options, time, logger, name)
    {
    }

    internal ScoringWorker(IBatchScorer scorer, ScoringOptions options, TimeProvider time, ILogger logger, string name = "scorer")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _scorer = scorer;
        _options = options;
        _time = time;
        _logger = logger;
        Name = name;
        _tag = new("worker", name);

        _ended = time.GetTimestamp();
        _queue = new ScoringQueue(options.QueueCapacity);
        new Thread(Run) { IsBackground = true, Name = $"reco-{name}" }.Start();
    }

    /// <summary>The worker's name.</summary>
    public string Name { get; }

    /// <summary>Queries that wait now.</summary>
    public int Waiting => _queue.Count;

    /// <summary>
    /// False where a query would be refused now: the queue is full, or longer than <see cref="ScoringOptions.MaxQueueTime"/> allows.
    /// Counted as shed. To ask first is cheaper than the exception.
    /// </summary>
    public bool Admits()
    {
        if (HasRoom())
        {
            return true;
        }

        ScoringInstruments.Shed.Add(1, _tag);
        return false;
    }

    /// <summary>Queues a query and gives its result when its batch is done.</summary>
    /// <exception cref="RecoValidationException">The query asks for fewer than 1 item.</exception>
    /// <exception cref="ScoringOverloadedException">The queue is full or too long.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first; a query that still waited is not scored.</exception>
    /// <exception cref="ObjectDisposedException">The worker was disposed.</exception>
    public ValueTask<ScoreResult> ScoreAsync(ScoreQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Count < 1)
        {
            throw new RecoValidationException("count", "must be 1 or more");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var job = new ScoringJob(query, _time.GetTimestamp(), cancellationToken);
        if (!HasRoom() || !_queue.TryAdd(job))
        {
            job.Abandon();
            ObjectDisposedException.ThrowIf(_disposing, this);
            ScoringInstruments.Shed.Add(1, _tag);
            throw new ScoringOverloadedException(Name, _options.QueueCapacity);
        }

        return new ValueTask<ScoreResult>(job.Task);
    }

    /// <summary>Takes no more queries, scores those that wait and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposing = true;
        _queue.Close();
        await _stopped.Task.ConfigureAwait(false);
    }

    private bool HasRoom()
    {
        var waiting = Waiting;
        return waiting < _options.QueueCapacity
            && (waiting < Math.Max(ShortQueue, _options.MaxBatch / 2) || _serviceTime.Of(waiting) <= _options.MaxQueueTime);
    }

    private void Run()
    {
        ThreadNiceness.Set(_options.Niceness);
        var running = true;
        while (running)
        {
            try
            {
                running = TryFillBatch();
                Score(_batch);
            }
            catch (Exception exception)
            {
                // Scoring has its own handling; this is for a logger or a listener of instruments that throws.
                _batch.ForEach(job => job.Fail(exception));
            }

            _batch.Clear();
        }

        _stopped.SetResult();
    }

    /// <summary>False where nothing waits and nothing will come any more.</summary>
    private bool TryFillBatch()
    {
        if (!_queue.Wait(1, Timeout.InfiniteTimeSpan))
        {
            return false;
        }

        TakeWaiting();
        if (_batch.Count > 0 && _batch.Count < _options.MaxBatch)
        {
            var left = (_options.MaxWait * _busy.Value) - _time.GetElapsedTime(_batch[0].EnqueuedAt);
            if (left >= ShortestWait)
            {
                _ = _queue.Wait(_options.MaxBatch - _batch.Count, left);
                TakeWaiting();
            }
        }

        return true;
    }

    private void TakeWaiting()
    {
        while (_batch.Count < _options.MaxBatch && _queue.TryTake(out var job))
        {
            if (job.IsCancelled)
            {
                ScoringInstruments.Cancelled.Add(1, _tag);
                job.Abandon();
            }
            else
            {
                _batch.Add(job);
            }
        }
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
            ScoringInstruments.QueueWait.Record(_time.GetElapsedTime(job.EnqueuedAt).TotalMilliseconds, _tag);
        }

        var began = _time.GetTimestamp();
        var scored = TryScore(batch, out var error);
        var ended = _time.GetTimestamp();
        _serviceTime.Record(batch.Count, _time.GetElapsedTime(began, ended));
        _busy.Record(_time.GetElapsedTime(began, ended), _time.GetElapsedTime(_ended, began));
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

        // One bad query must not fail the others: each gets a run of its own.
        LogBatchFailed(_logger, Name, batch.Count, error!);
        foreach (var job in batch)
        {
            if (!job.IsCancelled && !TryScore([job], out error))
            {
                Fail(job, error!);
            }
        }
    }

    private bool TryScore(List<ScoringJob> jobs, out Exception? error)
    {
        try
        {
            var results = _scorer.Score(jobs.ConvertAll(job => job.Query));
            for (var i = 0; i < jobs.Count; i++)
            {
                jobs[i].Complete(results[i]);
            }

            error = null;
            return true;
        }
        catch (Exception exception)
        {
            error = exception;
            return false;
        }
    }

    private void Fail(ScoringJob job, Exception error)
    {
        ScoringInstruments.Failed.Add(1, _tag);
        LogQueryFailed(_logger, Name, job.Query.Tenant, error);
        job.Fail(error);
    }
}
