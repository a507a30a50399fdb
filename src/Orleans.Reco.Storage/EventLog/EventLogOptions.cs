using System.ComponentModel.DataAnnotations;
using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>Where a silo's event log lies and when its segments are sealed.</summary>
public sealed class EventLogOptions
{
    // The journal is read once, when it is sealed: what grain storage asks for shall decide.
    private const long MinimalCacheBytes = 1L << 20;

    /// <summary>
    /// The folder of the Parquet files: <c>tenant={t}/date={yyyy-MM-dd}/{segment}.parquet</c> below it. Silos may share it. Required.
    /// </summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>
    /// The blob container of the Parquet files, under the same names, made where missing; <see cref="Path"/> is then a local folder for
    /// files on their way and for copies that are read. Default: null, the files stay in <see cref="Path"/>.
    /// </summary>
    public BlobContainerClient? Container { get; set; }

    /// <summary>
    /// The RocksDB folder whose journal keeps events until they are sealed; the grain-state folder saves an fsync. One process at a
    /// time can open it. Default: <c>_journal</c> in <see cref="Path"/>.
    /// </summary>
    public string? JournalPath { get; set; }

    /// <summary>Whether an event is on the disk (fsync) before it is acknowledged. Default: true.</summary>
    public bool SyncWrites { get; set; } = true;

    /// <summary>A segment with this many events is sealed. Default: 50,000. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int SegmentMaxEvents { get; set; } = 50_000;

    /// <summary>A segment is sealed this long after its first event. Default: 30 seconds. 100 milliseconds to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan SegmentMaxAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Events received longer ago are removed, day by day. 1 to 36,500 days. Default: null, they are kept for ever.</summary>
    [Range(1, 36_500, ErrorMessage = "Reco:EventLog:RetentionDays must be 1 to 36,500.")]
    public int? RetentionDays { get; set; }

    /// <summary>
    /// Rows of erased users are removed where days are put together, and so many days after an erasure from all other files, which are
    /// searched for it. Unlinked from the user they are at once. 1 to 30 days. Default: 7.
    /// </summary>
    [Range(1, 30, ErrorMessage = "Reco:EventLog:ErasureDays must be 1 to 30.")]
    public int ErasureDays { get; set; } = 7;

    /// <summary>How often the files of a day that is over are put together, and what is past its time removed. 1 minute to 1 day. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Reco:EventLog:MaintenanceInterval must be 00:01:00 to 1.00:00:00.")]
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The writer's name in the journal, unique among the silos that share the journal. Default: the silo's name, else machine name
    /// and process id.
    /// </summary>
    public string? WriterId { get; set; }

    /// <summary>Where sealed segments are.</summary>
    internal ILogFiles Files()
    {
        var path = System.IO.Path.GetFullPath(Path);
        return Container is null ? new FolderLogFiles(path) : new BlobLogFiles(Container, path);
    }

    /// <summary>The options of the database that holds the journal.</summary>
    internal RocksDbOptions JournalOptions() => new()
    {
        Path = JournalPath ?? System.IO.Path.Combine(Path, EventLogLayout.JournalFolder),
        SyncWrites = SyncWrites,
        BlockCacheBytes = MinimalCacheBytes,
    };
}
