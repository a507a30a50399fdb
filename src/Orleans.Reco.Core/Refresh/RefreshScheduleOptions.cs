using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>When a model is refreshed by itself.</summary>
public sealed class RefreshScheduleOptions
{
    /// <summary>Time between full refreshes; zero: on demand only. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ErrorMessage = "Reco:Refresh:Schedule:Full must be 00:00:00 to 365.00:00:00.")]
    public TimeSpan Full { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Time between a refresh of either kind and a quick one; zero: no quick ones. Default: zero.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ErrorMessage = "Reco:Refresh:Schedule:Quick must be 00:00:00 to 365.00:00:00.")]
    public TimeSpan Quick { get; set; }

    /// <summary>Events since the last refresh that call for a quick one; 0: none do. Default: 0.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Reco:Refresh:Schedule:Events must be 0 or more.")]
    public long Events { get; set; }

    /// <summary>
    /// Share of events since the last refresh that name items which the model does not know, above which a full refresh is called for,
    /// [0,1]; 1: none is. Default: 0.3.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Reco:Refresh:Schedule:UnknownItemShare must be 0 to 1.")]
    public double UnknownItemShare { get; set; } = 0.3;

    /// <summary>
    /// Population stability index of the served scores above which a quick refresh is called for; 0: none is. 0.25 is held for a large
    /// shift (Siddiqi, Credit Risk Scorecards, 2006). Default: 0.
    /// </summary>
    [Range(0.0, 100.0, ErrorMessage = "Reco:Refresh:Schedule:ScoreDrift must be 0 to 100.")]
    public double ScoreDrift { get; set; }

    /// <summary>No trigger starts a refresh within this time after the last one was started, however that ended. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "Reco:Refresh:Schedule:Pause must be 00:01:00 to 365.00:00:00.")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Fewer events since the last refresh say nothing of the share of unknown items. Default: 1,000.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Reco:Refresh:Schedule:MinEvents must be 1 or more.")]
    public long MinEvents { get; set; } = 1000;
}
