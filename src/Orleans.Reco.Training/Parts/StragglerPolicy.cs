namespace Orleans.Reco.Training;

/// <summary>How long a round waits for its slowest part.</summary>
/// <param name="Factor">Multiple of the median part's time.</param>
/// <param name="Grace">At least this much longer than the median; also how long a part that was told to stop may take.</param>
internal readonly record struct StragglerPolicy(double Factor, TimeSpan Grace)
{
    /// <summary>The time that a part of a round may take; null while fewer than half of the parts have finished and nobody is late.</summary>
    /// <param name="finished">The times of the parts that have finished.</param>
    /// <param name="parts">Parts of the round.</param>
    public TimeSpan? Allowed(IReadOnlyCollection<TimeSpan> finished, int parts)
    {
        if (finished.Count == 0 || finished.Count * 2 < parts)
        {
            return null;
        }

        // The lower median of all: those that have not finished take longer than those that have.
        var median = finished.Order().ElementAt((parts - 1) / 2);
        return TimeSpan.FromTicks(Math.Max((long)(median.Ticks * Factor), (median + Grace).Ticks));
    }
}
