namespace Orleans.Reco.Storage;

/// <summary>The events of one append as the journal has them.</summary>
/// <param name="Key">Where it is in the journal.</param>
/// <param name="Value">The events.</param>
internal sealed record JournalEntry(byte[] Key, byte[] Value)
{
    /// <summary>Bytes of both.</summary>
    public int Bytes => Key.Length + Value.Length;
}

/// <summary>Puts an entry into the journal.</summary>
internal sealed class JournalPut(JournalEntry entry) : WriteRequest
{
    /// <inheritdoc/>
    public override int Bytes => entry.Bytes;

    /// <inheritdoc/>
    public override void Stage(CommitRound round) => round.PutJournal(entry);
}
