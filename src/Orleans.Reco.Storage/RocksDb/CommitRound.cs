using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>The writes of one group commit: one batch, one entry in the write-ahead log, one fsync.</summary>
/// <remarks>Used by the writer thread only, so that checks and the writes that depend on them are never interleaved.</remarks>
internal sealed class CommitRound(RocksDb db, ColumnFamilyHandle grains, ColumnFamilyHandle journal) : IDisposable
{
    private readonly WriteBatch _batch = new();

    // ETags of records that this round has changed but not yet committed; 0 = deleted.
    private readonly Dictionary<UInt128, ulong> _staged = [];
    private readonly WrittenETags _written = new();
    private ulong _sequence;

    /// <summary>Starts the next round.</summary>
    public void Begin()
    {
        _ = _batch.Clear();
        _staged.Clear();
        _sequence = db.GetLatestSequenceNumber();
    }

    /// <summary>The ETag that a record has at this point of the round; 0 where there is no record.</summary>
    /// <param name="record">The hash of the key, <see cref="WrittenETags.HashOf"/>.</param>
    /// <param name="key">The key.</param>
    public ulong CurrentETag(UInt128 record, byte[] key) =>
        _staged.TryGetValue(record, out var etag) || _written.TryFind(record, out etag) ? etag : db.Get(key, ETagReader.Instance, grains);

    /// <summary>
    /// A new ETag: the sequence number that RocksDB gives to the write staged next. It never repeats, over restarts too, because
    /// every write goes through this one writer.
    /// </summary>
    public ulong NextETag() => _sequence + (ulong)_batch.Count() + 1;

    /// <summary>Puts a grain's record.</summary>
    public void PutGrain(UInt128 record, byte[] key, ReadOnlySpan<byte> value, ulong etag)
    {
        _ = _batch.Put(key, value, grains);
        _staged[record] = etag;
    }

    /// <summary>Deletes a grain's record.</summary>
    public void DeleteGrain(UInt128 record, byte[] key)
    {
        _ = _batch.Delete(key, grains);
        _staged[record] = 0;
    }

    /// <summary>Puts a journal entry.</summary>
    public void PutJournal(JournalEntry entry) => _batch.Put(entry.Key, entry.Value, journal);

    /// <summary>Deletes a range of journal entries.</summary>
    public void DeleteJournal(byte[] start, byte[] end) =>
        _batch.DeleteRange(start, (ulong)start.Length, end, (ulong)end.Length, journal);

    /// <summary>Writes the batch; returns when it is as durable as the options ask.</summary>
    public void Commit(WriteOptions options)
    {
        if (_batch.Count() == 0)
        {
            return;
        }

        try
        {
            db.Write(_batch, options);
        }
        catch
        {
            _written.Clear();
            throw;
        }

        foreach (var (record, etag) in _staged)
        {
            _written.Put(record, etag);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();

    /// <summary>Reads a record's ETag where it lies; the payload need not be copied for it.</summary>
    private sealed class ETagReader : ISpanDeserializer<ulong>
    {
        public static readonly ETagReader Instance = new();

        public ulong Deserialize(ReadOnlySpan<byte> buffer) => GrainRecord.ETagOf(buffer);
    }
}
