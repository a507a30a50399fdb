namespace Orleans.Reco.Storage;

/// <summary>Starts the event log before grains run and stops it after they have been deactivated.</summary>
internal sealed class EventLogLifecycle(RocksDbEventLog log) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(RocksDbEventLog), ServiceLifecycleStage.ApplicationServices, log.StartAsync, log.StopAsync);
}
