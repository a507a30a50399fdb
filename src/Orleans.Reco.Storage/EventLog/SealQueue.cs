using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

/// <summary>
/// The closed segments of a log, sealed in order by a background loop. What cannot be sealed now (disk full) stays in the queue and in
/// the journal and is tried again.
/// </summary>
internal sealed class SealQueue : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private readonly SegmentSealer _sealer;
    private readonly Action<Segment> _sealed;
    private readonly Action _sweep;
    private readonly TimeSpan _sweepPeriod;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly List<Segment> _segments = [];
    private readonly SemaphoreSlim _sealing = new(1);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    /// <summary>Makes a queue; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="sealer">Does the work.</param>
    /// <param name="onSealed">Called for each sealed segment.</param>
    /// <param name="sweep">Called by the loop before each pass, and at least once in each period; may enqueue segments.</param>
    /// <param name="sweepPeriod">The longest time between two passes.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">The log.</param>
    public SealQueue(
        SegmentSealer sealer,
        Action<Segment> onSealed,
        Action sweep,
        TimeSpan sweepPeriod,
        TimeProvider timeProvider,
        ILogger logger)
    {
        (_sealer, _sealed, _sweep, _sweepPeriod, _logger) = (sealer, onSealed, sweep, sweepPeriod, logger);
        _timer = timeProvider.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the background loop.</summary>
    public void Start()
    {
        _loop = Task.Run(RunAsync);
        _ = _timer.Change(_sweepPeriod, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds a closed segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="wake">Whether the loop seals it now; if not, it waits for a pass or for <see cref="DisposeAsync"/>.</param>
    public void Enqueue(Segment segment, bool wake = true)
    {
        lock (_gate)
        {
            _segments.Add(segment);
        }

        if (wake)
        {
            Wake();
        }
    }

    /// <summary>Seals what is in the queue now. A segment that fails does not keep the others from being sealed.</summary>
    /// <exception cref="AggregateException">Some segments could not be sealed; they stay in the queue.</exception>
    public async Task SealAllAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        await _sealing.WaitAsync(cancellationToken);
        try
        {
            foreach (var segment in Snapshot())
            {
                try
                {
                    await SealAsync(segment, cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    _logger.SealFailed(exception, segment.Key.SegmentId);
                    failures.Add(exception);
                }
            }
        }
        finally
        {
            _ = _sealing.Release();
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Some event-log segments could not be sealed; their events stay in the journal.", failures);
        }
    }

    /// <summary>Ends the loop and waits for appends to the remaining segments, which stay in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _timer.DisposeAsync();
        await _loop;

        // A pass that a flush has started is waited for. A later one must find nothing: the segments belong to somebody else then.
        await _sealing.WaitAsync();
        foreach (var segment in Snapshot())
        {
            await segment.CloseAsync();
            Remove(segment);
        }

        _ = _sealing.Release();
    }

    private async Task SealAsync(Segment segment, CancellationToken cancellationToken)
    {
        await segment.CloseAsync();
        var events = await _sealer.SealAsync(segment.Key, cancellationToken);
        Remove(segment);
        _sealed(segment);
        _logger.SegmentSealed(segment.Key.SegmentId, events);
    }

    private async Task RunAsync()
    {
        var failures = 0;
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_stopping.Token);
                while (_wake.Wait(0))
                {
                    // One pass serves all who woke the loop.
                }

                failures = await TryPassAsync() ? 0 : failures + 1;
                _ = _timer.Change(failures == 0 ? _sweepPeriod : Retry(failures), Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task<bool> TryPassAsync()
    {
        try
        {
            _sweep();
            await SealAllAsync(_stopping.Token);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.SealPassFailed(exception);
            return false;
        }
    }

    private Segment[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _segments];
        }
    }

    private void Remove(Segment segment)
    {
        lock (_gate)
        {
            _ = _segments.Remove(segment);
        }
    }

    private void Wake() => _ = _wake.Release();

    private static TimeSpan Retry(int failures)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < LastRetry ? wait : LastRetry;
    }
}
