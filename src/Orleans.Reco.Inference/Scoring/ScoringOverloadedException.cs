namespace Orleans.Reco.Inference;

/// <summary>The scoring worker's queue is full; nothing was done. Answer with <see cref="FallbackScorer"/>.</summary>
public sealed class ScoringOverloadedException : Exception
{
    /// <summary>Names the worker and its capacity.</summary>
    public ScoringOverloadedException(string worker, int capacity)
        : base($"Scoring worker '{worker}' has {capacity} queries waiting and takes no more.")
    {
    }
}
