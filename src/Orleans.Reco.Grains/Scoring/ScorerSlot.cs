namespace Orleans.Reco.Grains;

/// <summary>
/// A scoring grain as this silo knows it. One that had no room rests: in a flood the calls that only hear of it again take the processor from
/// the scoring threads.
/// </summary>
/// <param name="scorer">The grain.</param>
/// <param name="name">Its worker's name.</param>
/// <param name="time">Measures the rest.</param>
internal sealed class ScorerSlot(IScorerGrain scorer, string name, TimeProvider time)
{
    /// <summary>So long it rests: a few queries' time, and short beside the time for which queries may wait.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(2);

    private const long Never = long.MinValue;

    private long _shedAt = Never;

    public IScorerGrain Scorer => scorer;

    public string Name => name;

    /// <summary>Whether it is not to be asked now.</summary>
    public bool Rests => Interlocked.Read(ref _shedAt) is var shedAt && shedAt != Never && time.GetElapsedTime(shedAt) < Rest;

    /// <summary>It had no room.</summary>
    public void HadNoRoom() => Interlocked.Exchange(ref _shedAt, time.GetTimestamp());
}
