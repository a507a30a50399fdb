using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>How fast what was learnt from behaviour fades.</summary>
public sealed class SignalOptions
{
    /// <summary>In what time an item's popularity halves, 1 hour to 365 days. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan PopularityHalfLife { get; set; } = TimeSpan.FromDays(7);

    /// <summary>In what time an item's trend halves, 1 minute to 7 days. Default: 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan TrendHalfLife { get; set; } = TimeSpan.FromHours(6);

    /// <summary>In what time a co-visit halves, 1 hour to 365 days. Default: 14 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan CoVisitHalfLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Neighbours that an item's co-visit sketch keeps, 8 to 1024. Default: 64.</summary>
    [Range(8, 1024)]
    public int CoVisitCapacity { get; set; } = CoVisitSketch.DefaultCapacity;
}
