namespace Orleans.Reco.LoadTests;

/// <summary>
/// The arrival times of independent users, a Poisson process. They are fixed before the first request is sent: a slow answer delays no
/// arrival, and what waits because of it is counted from the moment at which it should have been sent (no coordinated omission).
/// </summary>
internal sealed class ArrivalSchedule
{
    private readonly double _rate;
    private readonly Random _random;
    private double _next;

    /// <param name="rate">Arrivals a second.</param>
    /// <param name="seed">The same seed gives the same times.</param>
    public ArrivalSchedule(double rate, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        _rate = rate;
        _random = new Random(seed);
    }

    /// <summary>The next arrival, after the start.</summary>
    public TimeSpan Next()
    {
        _next += -Math.Log(1 - _random.NextDouble()) / _rate;
        return TimeSpan.FromSeconds(_next);
    }
}
