using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Inference;

/// <summary>How a scoring worker batches, and how wide it looks.</summary>
public sealed class ScoringOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reco:Scoring";

    /// <summary>Threads that score, over one queue. Default: one for each core.</summary>
    [Range(1, 256, ErrorMessage = Section + ":Threads must be 1 to 256.")]
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Queries that wait at most; beyond, they are refused at once. Default: 1024.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":QueueCapacity must be 1 to 1,000,000.")]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>Queries of a batch at most. Default: 64.</summary>
    [Range(1, 4096, ErrorMessage = Section + ":MaxBatch must be 1 to 4,096.")]
    public int MaxBatch { get; set; } = 64;

    /// <summary>
    /// How long the oldest query may wait for others to share its batch where all threads are busy; less by the share of its time that the thread
    /// which takes it has been idle lately. Zero takes what is queued. Default: 2 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ErrorMessage = Section + ":MaxWait must be 00:00:00 to 00:00:01.")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// A query that would wait longer than this, by what queries have taken lately, is refused at once. A queue shorter than half a batch, or
    /// than 16, for each thread is never too long. Default: 60 ms: with less, bursts that would pass are shed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = Section + ":MaxQueueTime must be 00:00:00.001 to 00:01:00.")]
    public TimeSpan MaxQueueTime { get; set; } = TimeSpan.FromMilliseconds(60);

    /// <summary>
    /// By how much scoring threads are nicer than others (Linux; 0 to 19): grain turns are short and everybody waits for them, so they go first
    /// where there are more threads than cores. The collector's background threads stand back behind them; 0 leaves all as they are. Default: 10.
    /// </summary>
    [Range(0, 19, ErrorMessage = Section + ":Niceness must be 0 to 19.")]
    public int Niceness { get; set; } = 10;

    /// <summary>Candidates of each of the lists trending and new. Default: 50.</summary>
    [Range(0, 200, ErrorMessage = Section + ":CandidatesPerList must be 0 to 200.")]
    public int CandidatesPerList { get; set; } = 50;

    /// <summary>Candidates, the best by retrieval, that the ranker scores again. Default: 200.</summary>
    [Range(1, 10_000, ErrorMessage = Section + ":RankerDepth must be 1 to 10,000.")]
    public int RankerDepth { get; set; } = 200;

    /// <summary>
    /// Places at the end of a long result that are kept for the best of trending and of new that did not make it by score, so that
    /// exploration has something to choose from: at most this many for each, and one in 40 of the count. Default: 5.
    /// </summary>
    [Range(0, 100, ErrorMessage = Section + ":ReservedPerList must be 0 to 100.")]
    public int ReservedPerList { get; set; } = 5;
}
