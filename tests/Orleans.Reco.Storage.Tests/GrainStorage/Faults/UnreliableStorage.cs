using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>A store in front of which calls fail and behind which replies get lost, the same way for the same seed.</summary>
internal sealed class UnreliableStorage(IGrainStorage inner, int seed) : IGrainStorage
{
    private const double Rate = 0.15;
    private readonly Random _random = new(seed);

    /// <summary>Faults so far.</summary>
    public int Faults { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(() => inner.WriteStateAsync(stateName, grainId, grainState), grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(() => inner.ClearStateAsync(stateName, grainId, grainState), grainState);

    private async Task ChangeAsync<T>(Func<Task> operation, IGrainState<T> grainState)
    {
        var etag = grainState.ETag;
        try
        {
            await RunAsync(operation);
        }
        catch (IOException)
        {
            // The reply that was lost had the new one.
            grainState.ETag = etag;
            throw;
        }
    }

    private async Task RunAsync(Func<Task> operation)
    {
        if (_random.NextDouble() >= Rate)
        {
            await operation();
            return;
        }

        Faults++;
        switch (_random.Next(3))
        {
            case 0:
                throw new InconsistentStateException("Injected: another writer was said to be faster.");
            case 1:
                throw new TimeoutException("Injected: the call timed out before it left.");
            default:
                await operation();
                throw new IOException("Injected: the store did it and the reply was lost.");
        }
    }
}
