namespace Orleans.Reco.Storage;

/// <summary>A write that waits for the next group commit.</summary>
internal abstract class WriteRequest
{
    // Asynchronous continuations: the writer thread must never run a caller's code.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the round of this write is as durable as it asks, or fails with it.</summary>
    public Task Done => _done.Task;

    /// <summary>An estimate of the bytes that the write adds to the round.</summary>
    public abstract int Bytes { get; }

    /// <summary>False: nobody was promised that the write survives a crash of the machine, so it alone is no reason to sync.</summary>
    public virtual bool NeedsSync => true;

    /// <summary>Adds the write to the round. Runs on the writer thread, one request at a time; nothing is staged if it throws.</summary>
    public abstract void Stage(CommitRound round);

    /// <summary>Reports success.</summary>
    public void Complete() => _done.TrySetResult();

    /// <summary>Reports failure.</summary>
    public void Fail(Exception exception) => _done.TrySetException(exception);
}
