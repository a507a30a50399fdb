namespace Orleans.Reco.Grains;

/// <summary>
/// Late queries of a tenant on a silo, with which the next model is warmed up: all until the ring is full, then one of some, as what is kept is
/// more work for the collector than what goes at once.
/// </summary>
internal sealed class RecentQueries
{
    private const int Capacity = 32;
    private const int Sampling = 16;

    private readonly ScoreQuery?[] _ring = new ScoreQuery?[Capacity];
    private uint _seen;

    public void Add(ScoreQuery query)
    {
        var seen = Interlocked.Increment(ref _seen) - 1;
        if (seen < Capacity || seen % Sampling == 0)
        {
            Volatile.Write(ref _ring[(seen < Capacity ? seen : seen / Sampling) % Capacity], query);
        }
    }

    /// <summary>Forgets them: they name nobody, but hold what users did.</summary>
    public void Clear() => Array.Clear(_ring);

    public ScoreQuery[] ToArray() => [.. _ring.OfType<ScoreQuery>()];
}
