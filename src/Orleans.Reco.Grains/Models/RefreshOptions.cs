using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>When and how models are refreshed. Section <c>Reco:Refresh</c>.</summary>
public sealed class RefreshOptions
{
    /// <summary>Time between scheduled refreshes; zero: on demand only. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The gate: the served ranking's NDCG@10 on the holdout must be at least this multiple of popularity's. 0 opens it. Default: 1.
    /// </summary>
    [Range(0.0, 10.0)]
    public double MinGainOverPopularity { get; set; } = 1.0;

    /// <summary>A refresh that takes longer has failed. Default: 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(6);
}
