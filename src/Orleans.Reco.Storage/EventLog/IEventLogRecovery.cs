namespace Orleans.Reco.Storage;

/// <summary>Takes over what a dead silo has left in the journal that this silo shares with it.</summary>
/// <remarks>
/// Rarely called by hand: a log recovers at its start, and from then on with each segment age, every segment of its journal that no
/// log of this process owns. Since one process at a time can open a journal, those are exactly the segments of the dead.
/// </remarks>
public interface IEventLogRecovery
{
    /// <summary>
    /// Seals what the named writers have left. A log of this process that goes by such a name is cut off first: its appends fail from
    /// then on, so that a silo that was declared dead but still runs can neither lose nor double an event.
    /// </summary>
    /// <param name="deadWriters">Writer ids, by default silo names. This log's own is ignored.</param>
    /// <param name="cancellationToken">Stops between segments.</param>
    /// <returns>The number of segments taken over and sealed.</returns>
    Task<int> RecoverAsync(IReadOnlyCollection<string> deadWriters, CancellationToken cancellationToken = default);
}
