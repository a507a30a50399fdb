using System.ComponentModel.DataAnnotations;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>
/// How a RocksDB folder is used. Those in a process who name the same folder share one database: they must ask for the same
/// <see cref="SyncWrites"/>, get the largest cache that one of them asks for, and the queue of the first.
/// </summary>
public sealed class RocksDbOptions : IStorageProviderSerializerOptions
{
    /// <summary>The database's folder; made where missing. One process at a time can open it. Required.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>
    /// Whether a write is on the disk (fsync) before it is acknowledged. Without it, writes survive a crash of the process but the
    /// last of them may not survive a crash of the machine. Default: true.
    /// </summary>
    public bool SyncWrites { get; set; } = true;

    /// <summary>
    /// Whether to open a folder whose write-ahead log is damaged, without the writes that cannot be read. A write that a crash cut off
    /// was never acknowledged and is no damage. Default: false; such a folder is refused.
    /// </summary>
    public bool SkipDamagedWrites { get; set; }

    /// <summary>Memory for cached blocks of grain state, in bytes. Default: 64 MiB. At least 1 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long BlockCacheBytes { get; set; } = 64L << 20;

    /// <summary>Writes that may wait for the next group commit; further callers wait for a place. Default: 8192. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedWrites { get; set; } = 8192;

    /// <summary>
    /// Whether clearing a grain's state deletes the record. If not, an empty record with an ETag of its own stays behind.
    /// Default: true.
    /// </summary>
    public bool DeleteStateOnClear { get; set; } = true;

    /// <summary>Turns states into bytes. Default: the Orleans binary serializer.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
