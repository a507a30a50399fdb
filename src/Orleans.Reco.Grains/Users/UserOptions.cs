using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>What a user grain keeps. Section <c>Reco:User</c>.</summary>
public sealed class UserOptions
{
    /// <summary>Events of the history. Default: 100.</summary>
    [Range(10, 10_000)]
    public int HistoryCapacity { get; set; } = 100;

    /// <summary>Event ids remembered to tell duplicates; the whole last batch where that is more. Default: 128.</summary>
    [Range(16, 10_000)]
    public int EventIdCapacity { get; set; } = 128;

    /// <summary>
    /// Events that are stored beside the user's state before it is written again, 0 to 16; 0: the state is written with each event, for as long
    /// as the cluster has silos of a build that does not read the others. Default: 16.
    /// </summary>
    [Range(0, 16)]
    public int EventsBesideState { get; set; } = 16;

    /// <summary>Exposures remembered for the exposure cap. Default: 128.</summary>
    [Range(0, 10_000)]
    public int ExposureCapacity { get; set; } = 128;

    /// <summary>Events in one call. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxBatch { get; set; } = 1000;

    /// <summary>
    /// Events of one user that may wait for their write, 1 to 1,000,000; a call that would make it more is refused as unavailable, unless
    /// nothing waits. Default: 4,096.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxUnderWay { get; set; } = 4096;

    /// <summary>How far in the future a timestamp may be. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Exposures and the encoder's state are saved this long after a recommendation, if no write of the state and no deactivation saves them sooner; the counters of items as long after they counted, but 30 seconds at most. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LazySaveDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Users whose vectors are made anew at a time, on each silo, after a change of models. Default: 8.</summary>
    [Range(1, 1000)]
    public int RecomputeBatch { get; set; } = 8;

    /// <summary>
    /// The share of the time in which vectors are made anew in the background, [0,1]; 0: only when their user comes. Default: 0.05.
    /// </summary>
    [Range(0.0, 1.0)]
    public double RecomputeShare { get; set; } = 0.05;

    /// <summary>Items touched within this time before an event count as co-visited with it. Default: 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CoVisitWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Co-visited items counted for one event. Default: 3.</summary>
    [Range(0, 20)]
    public int CoVisitDepth { get; set; } = 3;
}
