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
    /// The blob container of the Parquet files, under the same names; <see cref="Path"/> is then a local folder for files on their way.
    /// It must be there. Default: null, the files stay in <see cref="Path"/>.
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

    /// <summary>
    /// The writer's name in the journal, unique among the silos that share the journal. Default: the silo's name, else machine name
    /// and process id.
    /// </summary>
    public string? WriterId { get; set; }

    /// <summary>Where sealed segments go.</summary>
    internal ISegmentFiles Files()
    {
        var path = System.IO.Path.GetFullPath(Path);
        return Container is null ? new FolderSegmentFiles(path) : new BlobSegmentFiles(Container, path);
    }

    /// <summary>The options of the database that holds the journal.</summary>
    internal RocksDbOptions JournalOptions() => new()
    {
        Path = JournalPath ?? System.IO.Path.Combine(Path, EventLogLayout.JournalFolder),
        SyncWrites = SyncWrites,
        BlockCacheBytes = MinimalCacheBytes,
    };
}
