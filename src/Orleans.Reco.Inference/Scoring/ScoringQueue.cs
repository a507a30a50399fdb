using System.Diagnostics.CodeAnalysis;

namespace Orleans.Reco.Inference;

/// <summary>
/// Where queries wait for the scoring thread. The thread sleeps in the kernel, until there is what it wants: what wakes it out of a channel
/// spins first, and on few cores takes its time from the very work that it waits for.
/// </summary>
internal sealed class ScoringQueue(int capacity)
{
    private readonly Queue<ScoringJob> _jobs = new();
    private readonly object _gate = new();
    private volatile int _count;
    private int _wanted;
    private bool _closed;

    /// <summary>Jobs that wait now.</summary>
    public int Count => _count;

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
            if (_count == _wanted)
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake([NotNullWhen(true)] out ScoringJob? job)
    {
        lock (_gate)
        {
            var taken = _jobs.TryDequeue(out job);
            _count = _jobs.Count;
            return taken;
        }
    }

    /// <summary>Sleeps until so many wait, the time is up or the queue is closed; for one thread.</summary>
    /// <returns>False where nothing waits and nothing will come any more.</returns>
    public bool Wait(int wanted, TimeSpan timeout)
    {
        // Whole milliseconds: rounded down, one would be none.
        var milliseconds = (int)Math.Ceiling(timeout.TotalMilliseconds);
        lock (_gate)
        {
            if (_jobs.Count < wanted && !_closed)
            {
                _wanted = wanted;
                _ = Monitor.Wait(_gate, milliseconds);
                _wanted = 0;
            }

            return _jobs.Count > 0 || !_closed;
        }
    }

    /// <summary>Takes no more; what waits may still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }
}
