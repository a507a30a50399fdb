using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>How a silo adds up item counters. Section <c>Reco:Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>Time between two flushes, unless one takes longer. Default: 0.5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The share of the time that flushes may take, (0,1]: after each few items they rest, for a tenth of a second at most, while counts are added
    /// up. Default: 0.1.
    /// </summary>
    [Range(0.01, 1)]
    public double FlushShare { get; set; } = 0.1;

    /// <summary>
    /// Events that are added up for the next flush before the one under way no longer rests, and events that may wait to be added up; beyond
    /// it the oldest counts are dropped. Default: 65,536.
    /// </summary>
    [Range(1024, 1 << 22)]
    public int QueueCapacity { get; set; } = 1 << 16;

    /// <summary>Item grains called at the same time, between two rests. Default: 32.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 32;
}
