using Microsoft.Extensions.Logging;
using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>
/// One writer of the log between start and stop: appends go to its open segment in the journal by group commit, closed segments
/// become files.
/// </summary>
internal sealed class EventLogWriter : IAsyncDisposable
{
    private readonly EventLogOptions _options;
    private readonly ILogger _logger;
    private readonly SegmentIds _segmentIds;
    private readonly ITimer _ageTimer;
    private readonly RocksDbStore _store;
    private readonly EventJournal _journal;
    private readonly SealQueue _queue;
    private readonly Lock _gate = new();
    private Segment? _open;
    private bool _accepts;

    /// <summary>Opens the journal. The log takes events after <see cref="StartAsync"/>.</summary>
    public EventLogWriter(EventLogOptions options, string writerId, TimeProvider timeProvider, ILogger logger)
    {
        (_options, WriterId, _logger) = (options, writerId, logger);
        _segmentIds = new SegmentIds(timeProvider);
        _store = RocksDbStore.Open(options.JournalOptions());
        _journal = new EventJournal(_store);
        Sealer = new SegmentSealer(_journal, options.Files());
        _queue = new SealQueue(Sealer, OnSealed, () => Adopt(_ => true), options.SegmentMaxAge, timeProvider, logger);
        _ageTimer = timeProvider.CreateTimer(_ => CloseOpenSegment(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The writer's name in the journal.</summary>
    public string WriterId { get; }

    /// <summary>The full path of the journal's database.</summary>
    public string JournalPath => _store.Path;

    /// <summary>Seals this log's segments; tests watch its steps.</summary>
    public SegmentSealer Sealer { get; }

    /// <summary>Takes over what dead writers left in the journal and begins to take events.</summary>
    /// <remarks>A segment that cannot be sealed now does not keep the silo from starting: it is tried again in the background.</remarks>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_store.SegmentOwners.Register(this) is { } previous && previous != this)
        {
            _logger.WriterReplaced(WriterId);
            await previous.AbandonAsync();
        }

        var adopted = Adopt(_ => true);
        try
        {
            await _queue.SealAllAsync(cancellationToken);
        }
        catch (AggregateException exception)
        {
            _logger.RecoveryFailed(exception);
        }

        _logger.Started(WriterId, adopted);
        _queue.Start();
        lock (_gate)
        {
            _accepts = true;
        }
    }

    /// <summary>Seals everything, unless the token says that there is no time, and leaves.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Refuse();
        if (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _queue.SealAllAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is AggregateException or OperationCanceledException)
            {
                _logger.StopUnsealed(exception, WriterId);
            }
        }

        await DisposeAsync();
    }

    /// <inheritdoc cref="IEventLog.AppendAsync"/>
    /// <exception cref="RecoValidationException">A field of an event is not allowed; nothing was appended.</exception>
    /// <exception cref="RecoUnavailableException">The journal did not take the events, or the log is not running.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            await AppendAsync(events, entry => _journal.PutAsync(entry, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RocksDbException or ObjectDisposedException)
        {
            throw new RecoUnavailableException("The event log's journal did not take the events.", exception);
        }
    }

    /// <summary>Appends with another write: the function puts the entry into the journal, and its task ends when the entry is durable.</summary>
    /// <exception cref="RecoValidationException">A field of an event is not allowed; nothing was appended.</exception>
    /// <exception cref="RecoUnavailableException">The log is not running.</exception>
    public async Task AppendAsync(IReadOnlyList<LoggedEvent> events, Func<JournalEntry, Task> put)
    {
        LoggedEventValidator.Check(events);
        var value = LoggedEventCodec.Encode(events);
        using var append = BeginAppend(events.Count, out var key);
        await put(new JournalEntry(key, value)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="IEventLog.FlushAsync"/>
    /// <exception cref="AggregateException">A segment could not be sealed; its events stay in the journal and are tried again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        CloseOpenSegment();

        // On the pool: a grain that calls must not lend its turn to compression.
        return Task.Run(() => _queue.SealAllAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="IEventLogRecovery.RecoverAsync"/>
    public Task<int> RecoverAsync(IReadOnlyCollection<string> deadWriters, CancellationToken cancellationToken)
    {
        var writers = deadWriters.Where(writer => writer != WriterId).ToHashSet();
        return Task.Run(() => RecoverAsync(writers, cancellationToken), cancellationToken);
    }

    /// <summary>Leaves without sealing, as a crash would; what is in the journal is recovered by another log.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        _store.Dispose();
    }

    private async Task<int> RecoverAsync(HashSet<string> writers, CancellationToken cancellationToken)
    {
        foreach (var writer in writers)
        {
            if (_store.SegmentOwners.Find(writer) is { } dead)
            {
                _logger.WriterCutOff(writer);
                await dead.AbandonAsync();
            }
        }

        var adopted = Adopt(writers.Contains);
        await _queue.SealAllAsync(cancellationToken);
        return adopted;
    }

    private async Task AbandonAsync()
    {
        Refuse();
        await _ageTimer.DisposeAsync();
        await _queue.DisposeAsync();
        _store.SegmentOwners.Leave(this);
    }

    private Rundown.Entry BeginAppend(int events, out byte[] entryKey)
    {
        lock (_gate)
        {
            if (!_accepts)
            {
                throw new RecoUnavailableException("The event log is not running.");
            }

            var segment = _open ??= OpenSegment();
            var append = segment.BeginAppend(events, out entryKey);
            if (segment.Events >= _options.SegmentMaxEvents)
            {
                CloseOpenSegment();
            }

            return append;
        }
    }

    private Segment OpenSegment()
    {
        var segment = new Segment(new JournalKey(WriterId, _segmentIds.Next()));

        // Before its first entry: a neighbour that finds the entry must find the owner too.
        if (!_store.SegmentOwners.TryClaim(segment.Key.SegmentId, this))
        {
            throw new RecoUnavailableException("The event log was taken over by another one of the same name.");
        }

        _ = _ageTimer.Change(_options.SegmentMaxAge, Timeout.InfiniteTimeSpan);
        return segment;
    }

    private void CloseOpenSegment(bool seal = true)
    {
        lock (_gate)
        {
            if (_open is { } segment)
            {
                _open = null;
                _queue.Enqueue(segment, seal);
            }
        }
    }

    private void Refuse()
    {
        lock (_gate)
        {
            _accepts = false;

            // Whoever stops in order seals it; whoever has no time for that must not find the loop at it.
            CloseOpenSegment(seal: false);
        }
    }

    private int Adopt(Func<string, bool> isDead)
    {
        var adopted = 0;
        foreach (var key in _journal.ListSegments())
        {
            if (isDead(key.WriterId) && _store.SegmentOwners.TryClaim(key.SegmentId, this))
            {
                _queue.Enqueue(new Segment(key));
                adopted++;
            }
        }

        return adopted;
    }

    private void OnSealed(Segment segment) => _store.SegmentOwners.Release(segment.Key.SegmentId);
}
