using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>When counts are flushed: not while flushes have had more than their share of the time, unless too many events wait.</summary>
/// <param name="share">Their share, (0,1].</param>
/// <param name="most">So many events do not wait for longer.</param>
/// <param name="time">Measures.</param>
internal sealed class FlushPace(double share, int most, TimeProvider time)
{
    /// <summary>A flush that was itself held up is no reason to wait for longer.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private long _ended = time.GetTimestamp();
    private TimeSpan _rest;

    /// <summary>Whether a flush is due.</summary>
    /// <param name="waiting">Events that it would tell of.</param>
    public bool IsDue(int waiting) => waiting > 0 && (waiting >= most || time.GetElapsedTime(_ended) >= _rest);

    /// <summary>A flush has ended.</summary>
    /// <param name="began">The timestamp of its beginning.</param>
    public void Flushed(long began)
    {
        _ended = time.GetTimestamp();
        _rest = Rest.After(time.GetElapsedTime(began, _ended), share, LongestRest);
    }
}
