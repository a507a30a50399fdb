namespace Orleans.Reco.Core;

/// <summary>Seconds since 1970-01-01 UTC in 32 bits, as histories and views hold times: good until the year 2106.</summary>
public static class UnixTime
{
    /// <summary>The seconds of a time; times before 1970 and after 2106 become the first and the last second.</summary>
    public static uint Clamp(DateTimeOffset time) => (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue);

    /// <summary>The provider's time.</summary>
    public static uint Now(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Clamp(time.GetUtcNow());
    }
}
