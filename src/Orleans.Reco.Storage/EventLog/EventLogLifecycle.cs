namespace Orleans.Reco.Storage;

/// <summary>
/// Starts the event log before grains run and stops it after they have been deactivated, and after services of the application, which
/// live one stage later and may still have events to append when they stop.
/// </summary>
internal sealed class EventLogLifecycle(RocksDbEventLog log) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(RocksDbEventLog), ServiceLifecycleStage.RuntimeStorageServices, log.StartAsync, log.StopAsync);
}
