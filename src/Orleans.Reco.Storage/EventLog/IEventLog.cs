using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>
/// Writes a silo's events. An event is durable in the silo's journal when <see cref="AppendAsync"/> returns, and becomes a row of
/// exactly one Parquet segment when its segment is sealed, by size, by age, or by recovery of the journal after a crash.
/// </summary>
/// <remarks>
/// A caller that lost the reply and appends again writes the event twice; readers keep one row for each user and event id.
/// </remarks>
public interface IEventLog
{
    /// <summary>Appends; returns when the events survive a crash of the process. Concurrent calls share one write.</summary>
    ValueTask AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether events and a state of this storage can be one commit, as they can where journal and states are in one database.
    /// </summary>
    bool CanCommitWith(IGrainStorage storage);

    /// <summary>
    /// Appends events and writes a grain's state in one commit: both last or neither. Returns when they are durable. Errors are those of the
    /// storage, beside those of <see cref="AppendAsync"/>.
    /// </summary>
    /// <exception cref="NotSupportedException"><see cref="CanCommitWith"/> is false for the storage.</exception>
    Task CommitAsync<T>(IReadOnlyList<LoggedEvent> events, IGrainStorage storage, string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Seals what was appended before the call into segments, so that readers see it.</summary>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Has the rows of a pseudonym removed, by <see cref="IEventLogMaintenance"/> in due time; returns when that is durable. May be
    /// repeated.
    /// </summary>
    Task EraseAsync(string tenant, string user, CancellationToken cancellationToken = default);
}

/// <summary>Finds the sealed segments of the log, wherever silos wrote them.</summary>
public interface IEventLogReader
{
    /// <summary>
    /// Local Parquet files with a tenant's events received on or after the given date (all where null), in order of time.
    /// Columns: <c>event_id, user, item_id, type, value, timestamp, received_at, session_id, recommendation_id, context</c>.
    /// </summary>
    Task<IReadOnlyList<string>> ListSegmentsAsync(string tenant, DateOnly? from = null, CancellationToken cancellationToken = default);
}
