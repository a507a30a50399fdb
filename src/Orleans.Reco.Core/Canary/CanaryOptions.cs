using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>How a canary is run and judged.</summary>
public sealed class CanaryOptions
{
    /// <summary>Share of the users that it serves, [0,1); 0: no canary, a staged model is promoted at once. Default: 0.1.</summary>
    [Range(0.0, 0.9, ErrorMessage = "Reco:Refresh:Canary:Share must be 0 to 0.9.")]
    public double Share { get; set; } = 0.1;

    /// <summary>After this time it is promoted if no loss was found and <see cref="MinUsers"/> were counted. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ErrorMessage = "Reco:Refresh:Canary:Duration must be 00:00:01 to 30.00:00:00.")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>With too few users it is held up to this time, then promoted: a quiet shop has little to lose. Default: 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "60.00:00:00", ErrorMessage = "Reco:Refresh:Canary:MaxDuration must be 00:00:01 to 60.00:00:00.")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Users of the canary that must be counted before it is promoted at <see cref="Duration"/>. Default: 100.</summary>
    [Range(0, 1_000_000_000, ErrorMessage = "Reco:Refresh:Canary:MinUsers must be 0 to 1,000,000,000.")]
    public long MinUsers { get; set; } = 100;

    /// <summary>
    /// The false-alarm rate: how often, at most, a canary that is no worse in any metric is rolled back, however often one looks. Default: 0.05.
    /// </summary>
    [Range(0.0001, 0.5, ErrorMessage = "Reco:Refresh:Canary:FalseAlarmRate must be 0.0001 to 0.5.")]
    public double FalseAlarmRate { get; set; } = 0.05;

    /// <summary>Time between two looks at the numbers; users are counted by the look in which they had their first list. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Reco:Refresh:Canary:Look must be 00:00:01 to 1.00:00:00.")]
    public TimeSpan Look { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A user's clicks and purchases count within this time after the first list. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "Reco:Refresh:Canary:Attribution must be 00:00:01 to 7.00:00:00.")]
    public TimeSpan Attribution { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A first list that takes longer is not fast. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "Reco:Refresh:Canary:Fast must be 00:00:00.001 to 00:01:00.")]
    public TimeSpan Fast { get; set; } = TimeSpan.FromMilliseconds(200);
}
