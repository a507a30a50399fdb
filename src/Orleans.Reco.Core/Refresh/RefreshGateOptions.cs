using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>What a candidate must reach to go into service.</summary>
public sealed class RefreshGateOptions
{
    /// <summary>False lets every bundle through that can be served; the canary still watches. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Refused is a candidate that loses more than this share of the NDCG@10 of the one in service, beyond chance: whose paired
    /// bootstrap interval of the difference (90 %, over users) lies below it as a whole. Default: 0.02.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Reco:Refresh:Gate:MaxLoss must be 0 to 1.")]
    public double MaxLoss { get; set; } = 0.02;

    /// <summary>Fewer users on whom both can be measured say nothing, and the comparison is left out. Default: 30.</summary>
    [Range(2, 1_000_000, ErrorMessage = "Reco:Refresh:Gate:MinUsers must be 2 to 1,000,000.")]
    public int MinUsers { get; set; } = 30;

    /// <summary>Least multiple of popularity's NDCG@10 on the holdout; 0: none. Default: 1.</summary>
    [Range(0.0, 10.0, ErrorMessage = "Reco:Refresh:Gate:MinGainOverPopularity must be 0 to 10.")]
    public double MinGainOverPopularity { get; set; } = 1;

    /// <summary>Least share of the coverage@10 of the one in service; 0: none. Default: 0.5.</summary>
    [Range(0.0, 10.0, ErrorMessage = "Reco:Refresh:Gate:MinCoverage must be 0 to 10.")]
    public double MinCoverage { get; set; } = 0.5;

    /// <summary>Least share of the recall@20 on cold items (at most 5 training events) of the one in service; 0: none. Default: 0.5.</summary>
    [Range(0.0, 10.0, ErrorMessage = "Reco:Refresh:Gate:MinColdRecall must be 0 to 10.")]
    public double MinColdRecall { get; set; } = 0.5;

    /// <summary>Most multiple of the 99th percentile of the scoring time of the one in service, on each staging silo; 0: no limit. Default: 3.</summary>
    [Range(0.0, 1000.0, ErrorMessage = "Reco:Refresh:Gate:MaxLatency must be 0 to 1000.")]
    public double MaxLatency { get; set; } = 3;

    /// <summary>A scoring time that is always allowed: short times differ by chance. Default: 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Reco:Refresh:Gate:LatencyAllowance must be 00:00:00 to 00:01:00.")]
    public TimeSpan LatencyAllowance { get; set; } = TimeSpan.FromMilliseconds(20);
}
