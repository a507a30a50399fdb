using Microsoft.Extensions.Options;

namespace Orleans.Reco.Grains;

/// <summary>
/// Has the youngest generation collected in moments in which little is under way. A collection takes as long as what came since the last one is
/// much: the runtime's own comes when the budget is used up, stops whatever is under way then, and all that arrives meanwhile queues behind it.
/// Early ones are as short as they are many, and few wait for them. Where there are no such moments they come when much is under way, and where all
/// callers wait for answers, as at saturation, whenever the runtime wants: fewer are cheaper then, and longer ones no longer matter.
/// </summary>
internal sealed class QuietCollections : IDisposable
{
    /// <summary>Requests under way, a core, beyond which they are most of what a collection copies.</summary>
    private const int CrowdPerCore = 16;

    private readonly long _bytes;
    private readonly long _most;
    private readonly int _crowd;
    private readonly IYoungGeneration _generation;
    private readonly object _gate = new();
    private int _underWay;
    private bool _wanted;
    private bool _disposed;

    // Of the last collection that was seen. Threads may write them at once: a collection then comes somewhat earlier or later.
    private int _collections;
    private long _allocated;

    public QuietCollections(IOptions<CollectorOptions> options)
        : this(options.Value, new RuntimeYoungGeneration(), Environment.ProcessorCount)
    {
    }

    internal QuietCollections(CollectorOptions options, IYoungGeneration generation, int cores)
    {
        (_bytes, _most, _crowd, _generation) = (options.QuietBytes, (long)options.BusyBytes * cores, CrowdPerCore * cores, generation);
        if (_bytes > 0)
        {
            // Not on the pool: while a background collection is under way this one may wait for it.
            new Thread(Run) { IsBackground = true, Name = "reco-collect" }.Start();
        }
    }

    /// <summary>A request has come; it ends when the value is disposed of.</summary>
    public Request Begin()
    {
        _ = Interlocked.Increment(ref _underWay);
        return new Request(this);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void End()
    {
        if (IsDue(Interlocked.Decrement(ref _underWay)))
        {
            lock (_gate)
            {
                _wanted = true;
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Run()
    {
        while (IsWanted())
        {
            // Perhaps others have come since.
            if (IsDue(Volatile.Read(ref _underWay)))
            {
                _generation.Collect();
            }
        }
    }

    /// <summary>Waits until a collection is wanted; false when none will be any more.</summary>
    private bool IsWanted()
    {
        lock (_gate)
        {
            while (!_wanted && !_disposed)
            {
                _ = Monitor.Wait(_gate);
            }

            _wanted = false;
            return !_disposed;
        }
    }

    private bool IsDue(int underWay)
    {
        if (_bytes == 0)
        {
            return false;
        }

        var (collections, allocated) = (_generation.Collections, _generation.AllocatedBytes);
        if (collections != _collections)
        {
            (_collections, _allocated) = (collections, allocated);
        }

        return underWay <= _crowd && allocated - _allocated >= Math.Min(_bytes * (underWay + 1), _most);
    }

    /// <summary>A request under way.</summary>
    public readonly struct Request(QuietCollections collections) : IDisposable
    {
        public void Dispose() => collections.End();
    }
}
