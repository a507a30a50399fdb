namespace Orleans.Reco.Storage;

/// <summary>
/// A state that knows of a write whether anybody was promised that it lasts. Counters that are saved now and then are not worth an fsync:
/// the embedded store then answers when the write would survive a crash of the process, and the disk has it with the next write that is
/// synced. Other stores do as always.
/// </summary>
public interface IDelayedDurability
{
    /// <summary>True where the last writes may be lost with the machine.</summary>
    bool MayBeDelayed { get; }
}
