namespace Orleans.Reco.Storage;

/// <summary>Deletes the journal entries from <paramref name="start"/> up to and without <paramref name="end"/>.</summary>
internal sealed class JournalDelete(byte[] start, byte[] end) : WriteRequest
{
    /// <inheritdoc/>
    public override int Bytes => start.Length + end.Length;

    /// <inheritdoc/>
    public override void Stage(CommitRound round) => round.DeleteJournal(start, end);
}
