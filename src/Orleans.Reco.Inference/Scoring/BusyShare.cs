namespace Orleans.Reco.Inference;

/// <summary>
/// The share of its time that a thread has worked lately: an exponentially weighted mean over time, so that one long pause counts as much as
/// many short ones. Not thread-safe.
/// </summary>
internal sealed class BusyShare
{
    private static readonly TimeSpan Horizon = TimeSpan.FromMilliseconds(100);

    /// <summary>0 = idle, 1 = without a pause. 0 before the first record.</summary>
    public double Value { get; private set; }

    /// <summary>Takes a piece of work into account.</summary>
    /// <param name="busy">How long it took.</param>
    /// <param name="idle">The pause before it.</param>
    public void Record(TimeSpan busy, TimeSpan idle)
    {
        var all = busy + idle;
        if (all > TimeSpan.Zero)
        {
            Value += (1 - Math.Exp(-(all / Horizon))) * ((busy / all) - Value);
        }
    }
}
