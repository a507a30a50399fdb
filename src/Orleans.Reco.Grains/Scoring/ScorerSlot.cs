using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>
/// A scoring grain as this silo knows it. One that had no room rests: in a flood the calls that only hear of it again take the processor from
/// the scoring threads.
/// </summary>
/// <param name="number">The slot.</param>
/// <param name="grain">Its grain.</param>
/// <param name="locals">The scoring grains of this silo.</param>
/// <param name="time">Measures the rest.</param>
internal sealed class ScorerSlot(long number, IScorerGrain grain, LocalScorers locals, TimeProvider time)
{
    /// <summary>So long it rests: a few queries' time, and short beside the time for which queries may wait.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(2);

    private const long Never = long.MinValue;

    private long _shedAt = Never;

    public string Name { get; } = ScorerGrain.NameOf(number);

    /// <summary>Whether it is not to be asked now.</summary>
    public bool Rests => Interlocked.Read(ref _shedAt) is var shedAt && shedAt != Never && time.GetElapsedTime(shedAt) < Rest;

    /// <summary>It had no room.</summary>
    public void HadNoRoom() => Interlocked.Exchange(ref _shedAt, time.GetTimestamp());

    /// <summary>Scores a query, without a message where the grain is on this silo.</summary>
    /// <returns>Null where it has no room.</returns>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<ScoreResult?> ScoreAsync(ScoreQuery query, CancellationToken cancellationToken)
    {
        if (locals.Find(number) is { } scorer)
        {
            try
            {
                return await scorer.ScoreAsync(query, cancellationToken).WaitAsync(IScorerGrain.Timeout, time, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                // It has left since it was found. A message finds it where it is next.
            }
        }

        return await grain.Score(query, cancellationToken);
    }
}
