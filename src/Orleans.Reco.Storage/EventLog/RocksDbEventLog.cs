using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>The silo's event log: journal in RocksDB, segments in Parquet files.</summary>
internal sealed class RocksDbEventLog(IOptions<EventLogOptions> options, TimeProvider timeProvider, ILogger<RocksDbEventLog> logger)
    : IEventLog, IEventLogRecovery, IAsyncDisposable, IDisposable
{
    private readonly ILogFiles _files = options.Value.Files();
    private EventLogWriter? _writer;

    private EventLogWriter Writer => _writer ?? throw new RecoUnavailableException("The event log is not running.");

    /// <summary>Opens the journal, seals what dead writers left in it and begins to take events.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writer = new EventLogWriter(options.Value, options.Value.WriterId!, timeProvider, logger);
        return _writer.StartAsync(cancellationToken);
    }

    /// <summary>Seals everything, unless the token says that there is no time, and closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _writer?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">A field of an event is not allowed; nothing was appended.</exception>
    /// <exception cref="RecoUnavailableException">The journal did not take the events, or the log is not running.</exception>
    public ValueTask AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Writer.AppendAsync(events, cancellationToken);
    }

    /// <inheritdoc/>
    public bool CanCommitWith(IGrainStorage storage) => storage is RocksDbGrainStorage states && states.IsIn(Writer.JournalPath);

    /// <inheritdoc/>
    public Task CommitAsync<T>(
        IReadOnlyList<LoggedEvent> events, IGrainStorage storage, string stateName, GrainId grainId, IGrainState<T> grainState) =>
        CanCommitWith(storage)
            ? Writer.AppendAsync(events, entry => ((RocksDbGrainStorage)storage).WriteStateAsync(stateName, grainId, grainState, entry))
            : throw new NotSupportedException("The journal and the state are not in one database.");

    /// <inheritdoc/>
    /// <exception cref="AggregateException">A segment could not be sealed; its events stay in the journal and are tried again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Writer.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<int> RecoverAsync(IReadOnlyCollection<string> deadWriters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deadWriters);
        return Writer.RecoverAsync(deadWriters, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant's name is not allowed.</exception>
    public Task EraseAsync(string tenant, string user, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return RecoKey.TenantError(tenant) is { } error
            ? throw new RecoValidationException("tenant", error)
            : ErasedUsers.MarkAsync(_files, tenant, user, DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime), cancellationToken);
    }

    /// <summary>Closes without sealing, as a crash would; the next start recovers.</summary>
    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();
}
