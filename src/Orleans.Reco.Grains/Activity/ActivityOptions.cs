using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>How a silo adds up item counters. Section <c>Reco:Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>Time between two flushes. Default: 0.5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Events that may wait for a flush; beyond it the oldest counts are dropped. Default: 65,536.</summary>
    [Range(1024, 1 << 22)]
    public int QueueCapacity { get; set; } = 1 << 16;

    /// <summary>Item grains called at the same time. Default: 32.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 32;
}
