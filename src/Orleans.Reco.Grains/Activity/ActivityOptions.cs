using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>How a silo adds up item counters. Section <c>Reco:Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>Time between two flushes, unless they take more of it than <see cref="FlushShare"/>. Default: 0.5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The share of the time that flushes may take, (0,1]: while it is used up, for ten seconds at most, counts are added up. Default: 0.1.
    /// </summary>
    [Range(0.01, 1)]
    public double FlushShare { get; set; } = 0.1;

    /// <summary>
    /// Events that are added up for one flush before it is made in any case, and events that may wait to be added up; beyond it the
    /// oldest counts are dropped. Default: 65,536.
    /// </summary>
    [Range(1024, 1 << 22)]
    public int QueueCapacity { get; set; } = 1 << 16;

    /// <summary>Item grains called at the same time. Default: 32.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 32;
}
