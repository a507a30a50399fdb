namespace Orleans.Reco.Inference;

/// <summary>
/// Where queries wait for the scoring threads. A thread sleeps in the kernel, until there is what it wants: what wakes it out of a channel
/// spins first, and on few cores takes its time from the very work that it waits for.
/// </summary>
/// <param name="capacity">Jobs that wait at most.</param>
/// <param name="threads">Threads that take from it.</param>
internal sealed class ScoringQueue(int capacity, int threads)
{
    /// <summary>So many queries share most of what a batch can share.</summary>
    private const int Worthwhile = 4;

    /// <summary>Less is not worth putting a thread to sleep.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(0.25);

    private readonly Queue<ScoringJob> _jobs = new();

    // Waited for by threads that have nothing to do, or by one that gathers; never by both for long.
    private readonly object _gate = new();
    private volatile int _count;
    private int _idle;
    private int _wanted;
    private bool _closed;

    /// <summary>Jobs that wait now.</summary>
    public int Count => _count;

    private bool Gathers => _wanted > 0;

    /// <summary>False where the queue is full or closed.</summary>
    public bool TryAdd(ScoringJob job)
    {
        lock (_gate)
        {
            if (_closed || _jobs.Count == capacity)
            {
                return false;
            }

            _jobs.Enqueue(job);
            _count = _jobs.Count;
            if (Gathers ? _count == _wanted : _idle > 0)
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>
    /// Sleeps until something waits, and takes the oldest, leaving the other threads their part. Where no other has time, it gathers first:
    /// until the batch is full, another thread has time or the patience ends.
    /// </summary>
    /// <param name="batch">Receives the jobs.</param>
    /// <param name="most">Jobs at most.</param>
    /// <param name="patience">How long the oldest job may still wait for others.</param>
    /// <returns>False where nothing waits and nothing will come any more.</returns>
    public bool Take(List<ScoringJob> batch, int most, Func<ScoringJob, TimeSpan> patience)
    {
        lock (_gate)
        {
            if (Gathers)
            {
                Monitor.Pulse(_gate);
            }

            _idle++;
            while ((_jobs.Count == 0 && !_closed) || Gathers)
            {
                _ = Monitor.Wait(_gate);
            }

            _idle--;
            if (_jobs.Count > 0 && _jobs.Count < most && _idle == 0 && !_closed)
            {
                Gather(most, patience(_jobs.Peek()));
            }

            for (var part = Math.Min(most, Part()); batch.Count < part && _jobs.TryDequeue(out var job);)
            {
                batch.Add(job);
            }

            _count = _jobs.Count;
            if (_idle > 0 && (_count > 0 || _closed))
            {
                Monitor.Pulse(_gate);
            }

            return batch.Count > 0;
        }
    }

    /// <summary>Takes no more; what waits may still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Of what waits, what one thread should take: after a pause one batch of all would keep each query waiting for the last, beside a thread that
    /// has time or will soon have it.
    /// </summary>
    private int Part()
    {
        var sharing = _idle > 0 ? 1 + _idle : threads;
        var part = (_jobs.Count + sharing - 1) / sharing;
        return _idle > 0 ? part : Math.Max(part, Worthwhile);
    }

    private void Gather(int most, TimeSpan patience)
    {
        if (patience >= ShortestWait)
        {
            // Whole milliseconds: rounded down, one would be none.
            _wanted = most;
            _ = Monitor.Wait(_gate, (int)Math.Ceiling(patience.TotalMilliseconds));
            _wanted = 0;
        }
    }
}
