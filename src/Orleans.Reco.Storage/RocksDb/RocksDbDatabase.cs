using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>The one native handle of a folder in this process, its column families and its writer thread.</summary>
internal sealed class RocksDbDatabase
{
    private const string GrainsName = "grains";
    private const string JournalName = "journal";
    private const ulong MaxWalBytes = 256UL << 20;
    private const ulong KeptLogFiles = 5;

    // Entries live for some seconds, and a buffer is freed only when it has been full: the default of 64 MB would grow for hours.
    private const ulong JournalBufferBytes = 8UL << 20;

    private readonly RocksDb _db;
    private readonly Cache _cache;
    private readonly GroupCommitWriter _writer;
    private readonly Rundown _rundown = new();

    private long _cacheBytes;

    private RocksDbDatabase(RocksDb db, Cache cache, string path, RocksDbOptions options)
    {
        (_db, _cache, _cacheBytes) = (db, cache, options.BlockCacheBytes);
        Path = path;
        Grains = db.GetColumnFamily(GrainsName);
        Journal = db.GetColumnFamily(JournalName);
        _writer = new GroupCommitWriter(new CommitRound(db, Grains, Journal), options);
    }

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>Grain states by key.</summary>
    public ColumnFamilyHandle Grains { get; }

    /// <summary>Events that are not yet in a segment file.</summary>
    public ColumnFamilyHandle Journal { get; }

    /// <summary>Rounds of writes that were synced.</summary>
    public long SyncedRounds => _writer.SyncedRounds;

    /// <summary>Which event log of this process works on which journal segment.</summary>
    public SegmentOwners SegmentOwners { get; } = new();

    /// <summary>Opens or makes the database.</summary>
    /// <exception cref="IOException">Another process has the folder open, or it cannot be read.</exception>
    public static RocksDbDatabase Open(string path, RocksDbOptions options)
    {
        DurableFiles.CreateFolder(path);
        var dbOptions = new DbOptions()
            .SetCreateIfMissing()
            .SetCreateMissingColumnFamilies()
            .SetMaxTotalWalSize(MaxWalBytes)
            .SetWalRecoveryMode(options.SkipDamagedWrites ? Recovery.SkipAnyCorruptedRecords : Recovery.TolerateCorruptedTailRecords)
            .SetKeepLogFileNum(KeptLogFiles);
        var cache = Cache.CreateLru((ulong)options.BlockCacheBytes);
        var families = new ColumnFamilies
        {
            { GrainsName, GrainsOptions(cache) },
            { JournalName, new ColumnFamilyOptions().SetCompression(Compression.Lz4).SetWriteBufferSize(JournalBufferBytes) },
        };
        try
        {
            return new RocksDbDatabase(RocksDb.Open(dbOptions, path, families), cache, path, options);
        }
        catch (RocksDbException exception) when (IsDamage(exception))
        {
            throw new IOException(
                $"The RocksDB folder '{path}' is damaged: {exception.Message}. Restore it, or open it with "
                + $"{nameof(RocksDbOptions)}.{nameof(RocksDbOptions.SkipDamagedWrites)} and lose the damaged writes.",
                exception);
        }
        catch (RocksDbException exception)
        {
            throw new IOException(
                $"Cannot open the RocksDB folder '{path}'. One process at a time can open it; give each process a folder of its own.",
                exception);
        }
    }

    /// <summary>Gives the block cache at least this size. Not thread-safe.</summary>
    public void GrowCache(long bytes)
    {
        if (bytes > _cacheBytes)
        {
            _ = _cache.SetCapacity((ulong)bytes);
            _cacheBytes = bytes;
        }
    }

    /// <summary>The value under a key, or null.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    /// <exception cref="RocksDbException">The file's block that holds the key is damaged; the message names both. Other blocks can be read.</exception>
    public byte[]? Get(ColumnFamilyHandle family, byte[] key)
    {
        using var entry = _rundown.Enter(Path);
        return _db.Get(key, family);
    }

    /// <summary>Runs a scan while the database is held open.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public T Scan<T>(ColumnFamilyHandle family, Func<Iterator, T> scan)
    {
        using var entry = _rundown.Enter(Path);
        using var iterator = _db.NewIterator(family);
        return scan(iterator);
    }

    /// <summary>Queues a write; the task completes when it is durable.</summary>
    public Task WriteAsync(WriteRequest request, CancellationToken cancellationToken) => _writer.WriteAsync(request, cancellationToken);

    /// <summary>Commits what is queued, waits for readers to leave and frees the handle.</summary>
    public void Close()
    {
        _writer.Stop();
        _rundown.CloseAsync().GetAwaiter().GetResult();
        _db.Dispose();
    }

    // RocksDB's statuses arrive as text only.
    private static bool IsDamage(RocksDbException exception) => exception.Message.Contains("Corruption", StringComparison.Ordinal);

    private static ColumnFamilyOptions GrainsOptions(Cache cache) =>
        new ColumnFamilyOptions()
            .SetCompression(Compression.Lz4)
            .SetBlockBasedTableFactory(new BlockBasedTableOptions()
                .SetFilterPolicy(BloomFilterPolicy.Create(10, use_block_based_builder: false))
                .SetBlockCache(cache));
}
