namespace Orleans.Reco.Storage;

/// <summary>Puts an entry into the journal.</summary>
internal sealed class JournalPut(byte[] key, byte[] value) : WriteRequest
{
    /// <inheritdoc/>
    public override int Bytes => key.Length + value.Length;

    /// <inheritdoc/>
    public override void Stage(CommitRound round) => round.PutJournal(key, value);
}
