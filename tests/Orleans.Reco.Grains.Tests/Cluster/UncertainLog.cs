using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

/// <summary>An event log that takes nothing when a test says so.</summary>
internal sealed class UncertainLog(IEventLog inner, UncertainLog.Switch mode) : IEventLog
{
    /// <summary>What the logs of all silos do.</summary>
    internal sealed class Switch
    {
        /// <summary>Nothing is appended.</summary>
        public volatile bool Away;

        /// <summary>Commits wait for this one.</summary>
        public volatile Task Gate = Task.CompletedTask;

        /// <summary>Released by every commit that comes to the gate.</summary>
        public SemaphoreSlim AtGate { get; } = new(0);

        /// <summary>Puts the switch in front of the log that is registered.</summary>
        public void AddTo(IServiceCollection services)
        {
            var registered = services.Last(service => service.ServiceType == typeof(IEventLog));
            services.AddSingleton<IEventLog>(provider => new UncertainLog((IEventLog)registered.ImplementationFactory!(provider), this));
        }
    }

    public ValueTask AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        return inner.AppendAsync(events, cancellationToken);
    }

    public bool CanCommitWith(IGrainStorage storage) => inner.CanCommitWith(storage);

    public async Task CommitAsync<T>(
        IReadOnlyList<LoggedEvent> events, IGrainStorage storage, string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        mode.AtGate.Release();
        await mode.Gate;
        await inner.CommitAsync(events, storage, stateName, grainId, grainState);
    }

    public Task FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public Task EraseAsync(string tenant, string user, CancellationToken cancellationToken = default) =>
        inner.EraseAsync(tenant, user, cancellationToken);

    private void ThrowIfAway()
    {
        if (mode.Away)
        {
            throw new RecoUnavailableException("Injected: the log did not take the events.");
        }
    }
}
