namespace Orleans.Reco.Grains;

/// <summary>The last queries of a tenant on a silo, with which the next model is warmed up.</summary>
internal sealed class RecentQueries
{
    private readonly ScoreQuery?[] _ring = new ScoreQuery?[64];
    private uint _next;

    public void Add(ScoreQuery query) => Volatile.Write(ref _ring[(Interlocked.Increment(ref _next) - 1) % _ring.Length], query);

    /// <summary>Forgets them: they name nobody, but hold what users did.</summary>
    public void Clear() => Array.Clear(_ring);

    public ScoreQuery[] ToArray() => [.. _ring.OfType<ScoreQuery>()];
}
