using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>One user's share of the database of a folder: what grain storage and the event log hold between start and stop.</summary>
/// <remarks>After <see cref="Dispose"/> every call throws <see cref="ObjectDisposedException"/>; calls under way finish first.</remarks>
internal sealed class RocksDbStore : IDisposable
{
    private readonly RocksDbDatabase _database;
    private readonly Rundown _rundown = new();
    private int _disposed;

    private RocksDbStore(RocksDbDatabase database) => _database = database;

    /// <summary>The database's full path.</summary>
    public string Path => _database.Path;

    /// <summary>Rounds of writes that were synced, whoever wrote.</summary>
    public long SyncedRounds => _database.SyncedRounds;

    /// <summary>Which event log of this process works on which journal segment.</summary>
    public SegmentOwners SegmentOwners => _database.SegmentOwners;

    /// <summary>Opens the folder, or joins those in this process who have it open.</summary>
    /// <exception cref="IOException">Another process has the folder open, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The folder is open with another <see cref="RocksDbOptions.SyncWrites"/>.</exception>
    public static RocksDbStore Open(RocksDbOptions options) => new(RocksDbRegistry.Acquire(options));

    /// <summary>The stored record of a grain's state, or null.</summary>
    public GrainRecord? ReadGrain(string key)
    {
        using var entry = _rundown.Enter(nameof(RocksDbStore));
        return GrainRecord.FromValue(_database.Get(_database.Grains, GrainRecord.Key(key)));
    }

    /// <summary>Writes or clears a grain's state if its ETag is the expected one.</summary>
    public async Task<GrainWriteOutcome> WriteGrainAsync(GrainWrite write, CancellationToken cancellationToken)
    {
        using var entry = _rundown.Enter(nameof(RocksDbStore));
        await _database.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return write.Outcome;
    }

    /// <summary>Puts a journal entry.</summary>
    public Task PutJournalAsync(JournalEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(new JournalPut(entry), cancellationToken);

    /// <summary>Deletes the journal entries from a key up to and without another.</summary>
    public Task DeleteJournalAsync(byte[] start, byte[] end, CancellationToken cancellationToken) =>
        WriteAsync(new JournalDelete(start, end), cancellationToken);

    /// <summary>Runs a scan over the journal.</summary>
    public T ScanJournal<T>(Func<Iterator, T> scan)
    {
        using var entry = _rundown.Enter(nameof(RocksDbStore));
        return _database.Scan(_database.Journal, scan);
    }

    /// <summary>Waits for calls under way and gives the share back; the last one closes the database.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _rundown.CloseAsync().GetAwaiter().GetResult();
            RocksDbRegistry.Release(_database);
        }
    }

    private async Task WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        using var entry = _rundown.Enter(nameof(RocksDbStore));
        await _database.WriteAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
