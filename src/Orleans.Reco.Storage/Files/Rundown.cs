namespace Orleans.Reco.Storage;

/// <summary>
/// Lets calls into native memory finish before that memory is freed: a call enters and leaves, and closing waits until all have left.
/// </summary>
internal sealed class Rundown
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The object itself counts as one until it is closed, so the count cannot reach 0 before.
    private int _count = 1;
    private int _closed;

    /// <summary>Enters unless closing has begun. Dispose the result to leave.</summary>
    /// <exception cref="ObjectDisposedException">Closing has begun.</exception>
    public Entry Enter(string name)
    {
        Interlocked.Increment(ref _count);
        if (Volatile.Read(ref _closed) != 0)
        {
            Leave();
            throw new ObjectDisposedException(name);
        }

        return new Entry(this);
    }

    /// <summary>Refuses new entries and completes when the last one has left.</summary>
    public Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Leave();
        }

        return _empty.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _ = _empty.TrySetResult();
        }
    }

    /// <summary>One call inside.</summary>
    public readonly struct Entry(Rundown owner) : IDisposable
    {
        /// <summary>Leaves.</summary>
        public void Dispose() => owner.Leave();
    }
}
