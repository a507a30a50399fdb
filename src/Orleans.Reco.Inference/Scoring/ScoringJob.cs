namespace Orleans.Reco.Inference;

/// <summary>A query in the queue and the caller that waits for it.</summary>
internal sealed class ScoringJob
{
    // A caller's continuation must never run on the scoring thread.
    private readonly TaskCompletionSource<ScoreResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public ScoringJob(ScoreQuery query, long enqueuedAt, CancellationToken cancellationToken)
    {
        Query = query;
        EnqueuedAt = enqueuedAt;
        _registration = cancellationToken.UnsafeRegister(
            static (job, token) => ((ScoringJob)job!)._completion.TrySetCanceled(token),
            this);
    }

    public ScoreQuery Query { get; }

    /// <summary>The arrival, as a timestamp of the worker's <see cref="TimeProvider"/>.</summary>
    public long EnqueuedAt { get; }

    public Task<ScoreResult> Task => _completion.Task;

    /// <summary>True where the caller has left.</summary>
    public bool IsCancelled => _completion.Task.IsCanceled;

    public void Complete(ScoreResult result)
    {
        _ = _completion.TrySetResult(result);
        _registration.Dispose();
    }

    public void Fail(Exception error)
    {
        _ = _completion.TrySetException(error);
        _registration.Dispose();
    }

    public void Abandon() => _registration.Dispose();
}
