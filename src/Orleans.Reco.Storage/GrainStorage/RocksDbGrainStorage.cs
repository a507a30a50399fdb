using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>
/// Grain storage in a RocksDB folder, with the names and ETag rules of the official Azure Blob provider, so that a grain behaves the
/// same on both: a write without an ETag needs the record to be absent, any other needs the ETag that was read.
/// </summary>
internal sealed class RocksDbGrainStorage(string name, RocksDbOptions options, IActivatorProvider activators)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer;
    private RocksDbStore? _store;

    private RocksDbStore Store =>
        _store ?? throw new InvalidOperationException($"Grain storage '{name}' is not started; it opens at stage ApplicationServices.");

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(
            $"{nameof(RocksDbGrainStorage)}-{name}",
            ServiceLifecycleStage.ApplicationServices,
            _ =>
            {
                Start();
                return Task.CompletedTask;
            },
            _ =>
            {
                Dispose();
                return Task.CompletedTask;
            });

    /// <summary>Opens the folder.</summary>
    public void Start() => _store = RocksDbStore.Open(options);

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    /// <inheritdoc/>
    /// <remarks>
    /// Reads on the caller's thread: a point lookup is answered from memory in microseconds, and a rare disk read would block a
    /// pool thread just the same if it were handed to one.
    /// </remarks>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            var record = Store.ReadGrain(Key(stateName, grainId));
            if (record is null || record.Payload.IsEmpty)
            {
                Reset(grainState, record?.ETag);
            }
            else
            {
                // Into a local first: a payload that cannot be read leaves the grain's state as it was.
                var state = _serializer.Deserialize<T>(new BinaryData(record.Payload));
                grainState.State = state ?? CreateInstance<T>();
                grainState.ETag = record.ETag;
                grainState.RecordExists = true;
            }

            return Task.CompletedTask;
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Whether the states are in the database of a folder.</summary>
    public bool IsIn(string path) => Store.Path == path;

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, entry: null);

    /// <summary>Writes the state, and with it an entry of a journal in the same database: both last or neither.</summary>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, JournalEntry? entry)
    {
        var value = _serializer is PooledGrainStorageSerializer pooled
            ? pooled.Serialize(grainState.State, GrainValue.Of)
            : GrainValue.Of(_serializer.Serialize(grainState.State).ToMemory().Span);
        var needsSync = entry is not null || grainState.State is not IDelayedDurability { MayBeDelayed: true };
        var write = new GrainWrite(Key(stateName, grainId), value, grainState.ETag, needsSync, entry);
        grainState.ETag = await CommitAsync("write", stateName, grainId, write, grainState.ETag);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var value = options.DeleteStateOnClear ? null : GrainValue.Of([]);
        var write = new GrainWrite(Key(stateName, grainId), value, grainState.ETag);
        Reset(grainState, await CommitAsync("clear", stateName, grainId, write, grainState.ETag));
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}-{grainId}";

    private async Task<string?> CommitAsync(string operation, string stateName, GrainId grainId, GrainWrite write, string? etag)
    {
        // The grain's own id stays out of the message: it may name a person.
        var outcome = await Store.WriteGrainAsync(write, CancellationToken.None).ConfigureAwait(false);
        return outcome.Succeeded
            ? outcome.ETag
            : throw new InconsistentStateException(
                $"Storage '{name}' refused to {operation} state '{stateName}' of a {grainId.Type} grain: its ETag is not the stored one.",
                outcome.ETag ?? "none",
                etag ?? "none");
    }

    private void Reset<T>(IGrainState<T> grainState, string? etag)
    {
        grainState.State = CreateInstance<T>();
        grainState.ETag = etag;
        grainState.RecordExists = false;
    }

    private T CreateInstance<T>() => activators.GetActivator<T>().Create();
}
