namespace Orleans.Reco.Inference;

/// <summary>What a query of a batch has taken lately: an exponentially weighted mean. Thread-safe.</summary>
internal sealed class ServiceTime
{
    private const double Weight = 0.2;

    private readonly Lock _gate = new();
    private double _seconds;

    /// <summary>The time that so many queries will take; zero before the first record.</summary>
    public TimeSpan Of(int queries) => TimeSpan.FromSeconds(queries * Volatile.Read(ref _seconds));

    /// <summary>Takes a batch into account.</summary>
    public void Record(int queries, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds / queries;
        lock (_gate)
        {
            var before = _seconds;
            Volatile.Write(ref _seconds, before == 0 ? seconds : before + (Weight * (seconds - before)));
        }
    }
}
