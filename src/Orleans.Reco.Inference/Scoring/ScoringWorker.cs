using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Scores queries in batches on threads of its own, so that no model ever runs on a grain turn. All threads take from one queue, so that no query
/// waits while one of them is idle. The queue is bounded: a query that does not fit is refused at once. A batch starts when a thread has
/// time; where no other has, it waits for company up to <see cref="ScoringOptions.MaxWait"/>, as it is then that sharing the passes over
/// model and items pays.
/// </summary>
public sealed class ScoringWorker : IAsyncDisposable
{
    /// <summary>A few queries are never too many, however slow the last batch was for want of a processor.</summary>
    private const int ShortQueue = 16;

    private readonly ScoringQueue _queue;
    private readonly ScoringOptions _options;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyValuePair<string, object?> _tag;
    private readonly ServiceTime _serviceTime = new();
    private readonly int _threads;
    private readonly int _shortQueue;
    private int _running;
    private volatile bool _disposing;

    /// <summary>Starts the threads.</summary>
    /// <param name="snapshots">The silo's tenants.</param>
    /// <param name="types">The interaction types of the installation.</param>
    /// <param name="options">Taken as they are now.</param>
    /// <param name="time">The clock for availability and waiting times.</param>
    /// <param name="logger">Told of failed batches.</param>
    /// <param name="name">The worker's name, for its threads and messages.</param>
    public ScoringWorker(
        ITenantSnapshots snapshots,
        InteractionTypes types,
        ScoringOptions options,
        TimeProvider time,
        ILogger<ScoringWorker> logger,
        string name = "scorer")
        : this(() => new BatchScorer(snapshots, types, options, time), options, time, logger, name)
    {
    }

    /// <summary>Starts the threads, each with a scorer of its own.</summary>
    internal ScoringWorker(Func<IBatchScorer> newScorer, ScoringOptions options, TimeProvider time, ILogger logger, string name = "scorer")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _options = options;
        _time = time;
        Name = name;
        _tag = new("worker", name);
        _queue = new ScoringQueue(options.QueueCapacity, options.Threads);
        (_threads, _running) = (options.Threads, options.Threads);
        _shortQueue = _threads * Math.Max(ShortQueue, options.MaxBatch / 2);
        if (options.Niceness > 0)
        {
            BackgroundCollector.StandBack();
        }

        for (var i = 0; i < _threads; i++)
        {
            var thread = new ScoringThread(_queue, newScorer(), _serviceTime, options, time, logger, name);
            new Thread(() => Run(thread)) { IsBackground = true, Name = $"reco-{name}" }.Start();
        }
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

    /// <summary>Takes no more queries, scores those that wait and ends the threads.</summary>
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
            && (waiting < _shortQueue || _serviceTime.Of(waiting) / _threads <= _options.MaxQueueTime);
    }

    private void Run(ScoringThread thread)
    {
        thread.Run();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _stopped.SetResult();
        }
    }
}
