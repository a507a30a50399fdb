using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Tests;

/// <summary>
/// Stops a grain between a write of its state and whatever it does next, once: what was written is durable, and whoever wrote it never
/// hears of it.
/// </summary>
internal sealed class WriteBarrier(Func<object?, bool> stopsAt) : IDisposable
{
    private readonly TaskCompletionSource<SiloAddress> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();

    /// <summary>The silo that has stopped.</summary>
    public Task<SiloAddress> Reached => _reached.Task;

    /// <summary>Puts the barrier behind the silo's grain storage.</summary>
    public void AddTo(ISiloBuilder silo)
    {
        var real = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && (service.ServiceKey as string) == RecoStorage.Name);
        silo.Services.Remove(real);
        silo.Services.AddKeyedSingleton<IGrainStorage>(RecoStorage.Name, (services, key) => new Storage(
            (IGrainStorage)real.KeyedImplementationFactory!(services, key), this, services.GetRequiredService<ILocalSiloDetails>().SiloAddress));
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private Task PassAsync(object? state, SiloAddress silo) =>
        !Reached.IsCompleted && stopsAt(state) && _reached.TrySetResult(silo) ? Task.Delay(Timeout.Infinite, _over.Token) : Task.CompletedTask;

    private sealed class Storage(IGrainStorage real, WriteBarrier barrier, SiloAddress silo) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => (real as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            real.ReadStateAsync(stateName, grainId, grainState);

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await real.WriteStateAsync(stateName, grainId, grainState);
            await barrier.PassAsync(grainState.State, silo);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            real.ClearStateAsync(stateName, grainId, grainState);
    }
}
