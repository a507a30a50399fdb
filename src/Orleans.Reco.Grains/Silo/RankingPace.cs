using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>
/// The rests of one ranking: a large catalog takes a tenth of a second of processor time and more every few seconds, in one go enough to hold up
/// every request of a silo with few cores. From its first rest on, of the tenants and silos of a process
/// one ranks at a time.
/// </summary>
internal sealed class RankingPace(int items, TimeProvider time) : IDisposable
{
    /// <summary>The share of a core that it takes.</summary>
    private const double Share = 0.25;

    /// <summary>The ranking of a smaller shop is no burden, and ends with the call that began it: a new item is listed at once.</summary>
    public const int SmallShop = 5000;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private static readonly SemaphoreSlim Turn = new(1);

    private long _since = time.GetTimestamp();
    private bool _hasTurn;

    /// <summary>Between two pieces of work.</summary>
    public async ValueTask RestAsync()
    {
        if (items <= SmallShop)
        {
            return;
        }

        var worked = time.GetElapsedTime(_since);
        if (!_hasTurn)
        {
            await Turn.WaitAsync().ConfigureAwait(false);
            _hasTurn = true;
        }

        await Task.Delay(Rest.After(worked, Share, LongestRest), time).ConfigureAwait(false);
        _since = time.GetTimestamp();
    }

    public void Dispose()
    {
        if (_hasTurn)
        {
            _hasTurn = false;
            _ = Turn.Release();
        }
    }
}
