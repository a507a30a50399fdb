namespace Orleans.Reco.Storage;

/// <summary>What became of a conditional write.</summary>
/// <param name="Succeeded">Whether the record had the expected ETag.</param>
/// <param name="ETag">The record's ETag now: the new one after success, the one in the way otherwise; null where there is no record.</param>
internal readonly record struct GrainWriteOutcome(bool Succeeded, string? ETag);

/// <summary>Puts or deletes a grain's record if the record has the ETag that the grain has read.</summary>
/// <param name="key">The record's key.</param>
/// <param name="value">The new value, which staging frees; null to delete.</param>
/// <param name="expectedETag">The ETag that the record must have; null or empty if there must be no record.</param>
/// <param name="needsSync">Whether the write must survive a crash of the machine.</param>
/// <param name="entry">A journal entry that is put if the record is, and only then.</param>
internal sealed class GrainWrite(string key, GrainValue? value, string? expectedETag, bool needsSync = true, JournalEntry? entry = null) : WriteRequest
{
    private readonly byte[] _keyBytes = GrainRecord.Key(key);

    /// <summary>The result, once <see cref="WriteRequest.Done"/> has completed.</summary>
    public GrainWriteOutcome Outcome { get; private set; }

    /// <inheritdoc/>
    public override int Bytes => _keyBytes.Length + (value?.Length ?? 0) + (entry?.Bytes ?? 0);

    /// <inheritdoc/>
    public override bool NeedsSync => needsSync;

    /// <inheritdoc/>
    public override void Stage(CommitRound round)
    {
        var record = WrittenETags.HashOf(_keyBytes);
        var current = round.CurrentETag(record, _keyBytes) is not 0 and var found ? GrainRecord.FormatETag(found) : null;
        var expected = string.IsNullOrEmpty(expectedETag) ? null : expectedETag;
        if (!string.Equals(current, expected, StringComparison.Ordinal))
        {
            Outcome = new GrainWriteOutcome(false, current);
        }
        else if (value is null)
        {
            round.DeleteGrain(record, _keyBytes);
            Outcome = new GrainWriteOutcome(true, null);
        }
        else
        {
            var etag = round.NextETag();
            Outcome = new GrainWriteOutcome(true, GrainRecord.FormatETag(etag));
            round.PutGrain(record, _keyBytes, value.With(etag), etag);
        }

        value?.Free();
        if (Outcome.Succeeded && entry is not null)
        {
            round.PutJournal(entry);
        }
    }
}
