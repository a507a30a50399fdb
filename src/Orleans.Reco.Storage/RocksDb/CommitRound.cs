using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>The writes of one group commit: one batch, one entry in the write-ahead log, one fsync.</summary>
/// <remarks>Used by the writer thread only, so that checks and the writes that depend on them are never interleaved.</remarks>
internal sealed class CommitRound(RocksDb db, ColumnFamilyHandle grains, ColumnFamilyHandle journal) : IDisposable
{
    private readonly WriteBatch _batch = new();

    // ETags of records that this round has changed but not yet committed; null = deleted.
    private readonly Dictionary<string, string?> _staged = [];
    private ulong _sequence;

    /// <summary>Starts the next round.</summary>
    public void Begin()
    {
        _ = _batch.Clear();
        _staged.Clear();
        _sequence = db.GetLatestSequenceNumber();
    }

    /// <summary>The ETag that a record has at this point of the round; null where there is no record.</summary>
    public string? CurrentETag(string key, byte[] keyBytes) =>
        _staged.TryGetValue(key, out var etag) ? etag : db.Get(keyBytes, ETagReader.Instance, grains);

    /// <summary>
    /// A new ETag: the sequence number that RocksDB gives to the write staged next. It never repeats, over restarts too, because
    /// every write goes through this one writer.
    /// </summary>
    public ulong NextETag() => _sequence + (ulong)_batch.Count() + 1;

    /// <summary>Puts a grain's record.</summary>
    public void PutGrain(string key, byte[] keyBytes, ReadOnlySpan<byte> value, string etag)
    {
        _ = _batch.Put(keyBytes, value, grains);
        _staged[key] = etag;
    }

    /// <summary>Deletes a grain's record.</summary>
    public void DeleteGrain(string key, byte[] keyBytes)
    {
        _ = _batch.Delete(keyBytes, grains);
        _staged[key] = null;
    }

    /// <summary>Puts a journal entry.</summary>
    public void PutJournal(JournalEntry entry) => _batch.Put(entry.Key, entry.Value, journal);

    /// <summary>Deletes a range of journal entries.</summary>
    public void DeleteJournal(byte[] start, byte[] end) =>
        _batch.DeleteRange(start, (ulong)start.Length, end, (ulong)end.Length, journal);

    /// <summary>Writes the batch; returns when it is as durable as the options ask.</summary>
    public void Commit(WriteOptions options)
    {
        if (_batch.Count() > 0)
        {
            db.Write(_batch, options);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();

    /// <summary>Reads a record's ETag where it lies; the payload need not be copied for it.</summary>
    private sealed class ETagReader : ISpanDeserializer<string?>
    {
        public static readonly ETagReader Instance = new();

        public string? Deserialize(ReadOnlySpan<byte> buffer) => GrainRecord.ETagOf(buffer);
    }
}
