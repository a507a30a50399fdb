using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>How a ranked list becomes the list that is shown.</summary>
public sealed class ReRankingOptions
{
    /// <summary>Most of the list that one main category may take, in [0,1]; 1 = no cap. Default: 0.5.</summary>
    [Range(0.0, 1.0)]
    public double MaxCategoryShare { get; set; } = 0.5;

    /// <summary>An item served so many times without an interaction moves behind the others, 1 to 256. Default: 4.</summary>
    [Range(1, 256)]
    public int MaxExposures { get; set; } = 4;

    /// <summary>How long an exposure counts, 1 minute to 30 days. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan ExposureWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The weight λ of relevance against diversity, in [0,1]; 1 = no diversity. Degraded lists have none. Default: 0.8.</summary>
    [Range(0.0, 1.0)]
    public double DiversityLambda { get; set; } = 0.8;

    /// <summary>How many places from the top are chosen for diversity, 0 to 200. Default: 50.</summary>
    [Range(0, RecommendRequest.MaxCount)]
    public int DiversityDepth { get; set; } = 50;

    /// <summary>The share of places given to new and trending items, in [0,0.5]; 0 = none. Default: 0.05.</summary>
    [Range(0.0, 0.5)]
    public double ExplorationShare { get; set; } = 0.05;

    /// <summary>How long an item counts as new to exploration, 1 hour to 365 days. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan NewItemAge { get; set; } = TimeSpan.FromDays(30);
}
