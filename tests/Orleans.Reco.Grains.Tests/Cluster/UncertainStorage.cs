using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

/// <summary>Grain storage that is away when a test says so, or does what it is asked and loses the reply.</summary>
internal sealed class UncertainStorage(IGrainStorage inner, UncertainStorage.Switch mode)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>What the storage of all silos does.</summary>
    internal sealed class Switch
    {
        /// <summary>Nothing is done.</summary>
        public volatile bool Away;

        /// <summary>Writes are done, and fail.</summary>
        public volatile bool LosesReplies;

        /// <summary>Writes of users wait for this one.</summary>
        public volatile Task Gate = Task.CompletedTask;

        /// <summary>Released by every write that comes to the gate.</summary>
        public SemaphoreSlim AtGate { get; } = new(0);

        /// <summary>How often each state was read.</summary>
        public ConcurrentDictionary<string, int> Reads { get; } = new();

        /// <summary>How many operations failed.</summary>
        public int Failures;

        /// <summary>Puts the switch in front of the storage that is registered.</summary>
        public void AddTo(IServiceCollection services)
        {
            var registered = services.Last(service =>
                service.ServiceType == typeof(IGrainStorage) && service.IsKeyedService && RecoStorage.Name.Equals(service.ServiceKey));
            services.AddKeyedSingleton<IGrainStorage>(RecoStorage.Name, (provider, key) =>
                new UncertainStorage((IGrainStorage)registered.KeyedImplementationFactory!(provider, key), this));
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        mode.Reads.AddOrUpdate(grainId.Key.ToString()!, 1, (_, count) => count + 1);
        await inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        if (stateName is "user" or "recent")
        {
            mode.AtGate.Release();
            await mode.Gate;
        }

        var etag = grainState.ETag;
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (mode.LosesReplies)
        {
            grainState.ETag = etag;
            throw Failure();
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        return inner.ClearStateAsync(stateName, grainId, grainState);
    }

    private void ThrowIfAway()
    {
        if (mode.Away)
        {
            throw Failure();
        }
    }

    private OrleansException Failure()
    {
        Interlocked.Increment(ref mode.Failures);
        return new OrleansException("Injected: the store did not answer.");
    }
}
