namespace Orleans.Reco.Core;

/// <summary>Reads an item's signals as of a later time.</summary>
public static class ItemTrend
{
    /// <summary>Weighted interactions with the popularity half-life, as of now.</summary>
    public static float Popularity(ItemSignals signals, uint now, SignalOptions options)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(options);
        return AsOf(signals.Popularity, signals.UnixSeconds, now, options.PopularityHalfLife);
    }

    /// <summary>Weighted interactions with the trend half-life, as of now.</summary>
    public static float Trend(ItemSignals signals, uint now, SignalOptions options)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(options);
        return AsOf(signals.Trend, signals.UnixSeconds, now, options.TrendHalfLife);
    }

    /// <summary>
    /// By how many standard deviations the last hours exceed the item's own past. At a steady rate r, a counter with half-life h
    /// settles at r·h/ln 2, so the trend that the popularity promises is popularity · h_trend / h_popularity; of a count its
    /// square root is the standard deviation, and the 1 keeps an item's first events from being a sensation.
    /// </summary>
    public static float Growth(ItemSignals signals, uint now, SignalOptions options)
    {
        var expected = Math.Max(0, Popularity(signals, now, options) * (float)(options.TrendHalfLife / options.PopularityHalfLife));
        return (Trend(signals, now, options) - expected) / MathF.Sqrt(expected + 1);
    }

    private static float AsOf(float value, uint time, uint now, TimeSpan halfLife) =>
        value == 0 ? 0 : (float)new DecayedCounter(value, time).At(now, halfLife.TotalSeconds);
}
