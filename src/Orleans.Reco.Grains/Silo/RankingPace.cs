namespace Orleans.Reco.Grains;

/// <summary>
/// The rests of one ranking: a large catalog takes a tenth of a second of processor time every few seconds, in one go enough to hold up every
/// request of a silo with few cores. Of the tenants and silos of a process one ranks at a time.
/// </summary>
internal sealed class RankingPace(TimeProvider time) : IDisposable
{
    /// <summary>The share of a core that it takes.</summary>
    private const double Share = 0.25;

    /// <summary>Less work than this is no burden: the ranking of a small shop ends with the call that began it.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(2);

    /// <summary>A piece that was itself held up is no reason to rest for longer.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private static readonly SemaphoreSlim Turn = new(1);

    private long _since = time.GetTimestamp();
    private bool _hasTurn;

    /// <summary>Between two pieces of work.</summary>
    public async ValueTask RestAsync()
    {
        var worked = time.GetElapsedTime(_since);
        if (worked < Unnoticed)
        {
            return;
        }

        if (!_hasTurn)
        {
            await Turn.WaitAsync().ConfigureAwait(false);
            _hasTurn = true;
        }

        var rest = worked * ((1 / Share) - 1);
        await Task.Delay(rest < LongestRest ? rest : LongestRest, time).ConfigureAwait(false);
        _since = time.GetTimestamp();
    }

    public void Dispose()
    {
        if (_hasTurn)
        {
            _ = Turn.Release();
        }
    }
}
