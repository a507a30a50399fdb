using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Polly.CircuitBreaker;

namespace Orleans.Reco.Storage;

/// <summary>
/// Grain storage in Azure Blob Storage, with the names, bytes and ETag rules of the official Orleans provider: either reads what the
/// other wrote. One blob a state, <c>{stateName}-{grainId}.json</c>, whatever the serializer.
/// </summary>
internal sealed class BlobGrainStorage(
    string name,
    BlobGrainStorageOptions options,
    IBlobContainerFactory containers,
    IActivatorProvider activators,
    OutageLog log) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private const string UnknownETag = "Unknown";
    private readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe($"{nameof(BlobGrainStorage)}-{name}", options.InitStage, containers.InitializeAsync);

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("read", stateName, grainId, grainState.ETag, async blob =>
        {
            try
            {
                using var download = (await blob.DownloadStreamingAsync().ConfigureAwait(false)).Value;
                var etag = download.Details.ETag.ToString();
                if (download.Details.ContentLength == 0)
                {
                    Reset(grainState, etag);
                    return;
                }

                // Into a local first: a blob that cannot be read leaves the grain's state as it was.
                var state = await DeserializeAsync<T>(download.Content).ConfigureAwait(false);
                grainState.State = state ?? CreateInstance<T>();
                grainState.ETag = etag;
                grainState.RecordExists = true;
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                Reset(grainState, etag: null);
            }
        });

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("write", stateName, grainId, grainState.ETag, async blob =>
        {
            using var content = await SerializeAsync(grainState.State).ConfigureAwait(false);
            grainState.ETag = await UploadAsync(blob, content, grainState.ETag).ConfigureAwait(false);
            grainState.RecordExists = true;
        });

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("clear", stateName, grainId, grainState.ETag, async blob =>
        {
            var etag = options.DeleteStateOnClear
                ? await DeleteAsync(blob, grainState.ETag).ConfigureAwait(false)
                : await UploadAsync(blob, Stream.Null, grainState.ETag).ConfigureAwait(false);
            Reset(grainState, etag);
        });

    private static BlobRequestConditions Conditions(string? etag) =>
        string.IsNullOrEmpty(etag) ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = new ETag(etag) };

    private static async Task<string?> DeleteAsync(BlobClient blob, string? etag)
    {
        if (!string.IsNullOrEmpty(etag))
        {
            _ = await blob.DeleteAsync(DeleteSnapshotsOption.None, Conditions(etag)).ConfigureAwait(false);
        }
        else if (await blob.ExistsAsync().ConfigureAwait(false))
        {
            // "Delete it if it is not there" is a condition that the service lets pass.
            throw new RequestFailedException(412, "The blob is there.", BlobErrorCode.ConditionNotMet.ToString(), null);
        }

        return null;
    }

    private async Task<string> UploadAsync(BlobClient blob, Stream content, string? etag)
    {
        var upload = new BlobUploadOptions { Conditions = Conditions(etag) };
        try
        {
            return (await blob.UploadAsync(content, upload).ConfigureAwait(false)).Value.ETag.ToString();
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            log.ContainerMissing(name);
            await containers.InitializeAsync(CancellationToken.None).ConfigureAwait(false);
            content.Position = 0;
            return (await blob.UploadAsync(content, upload).ConfigureAwait(false)).Value.ETag.ToString();
        }
    }

    /// <summary>The whole state in memory: a retry sends it again, and a blob that is written piece by piece could be seen unfinished.</summary>
    private async Task<Stream> SerializeAsync<T>(T state)
    {
        if (_serializer is not IGrainStorageStreamingSerializer streaming)
        {
            return _serializer.Serialize(state).ToStream();
        }

        var content = new MemoryStream();
        await streaming.SerializeAsync(state, content).ConfigureAwait(false);
        content.Position = 0;
        return content;
    }

    private async Task<T?> DeserializeAsync<T>(Stream content) =>
        _serializer is IGrainStorageStreamingSerializer streaming
            ? await streaming.DeserializeAsync<T>(content).ConfigureAwait(false)
            : _serializer.Deserialize<T>(await BinaryData.FromStreamAsync(content).ConfigureAwait(false));

    private async Task RunAsync(string operation, string stateName, GrainId grainId, string? etag, Func<BlobClient, Task> run)
    {
        try
        {
            await run(containers.GetContainer(grainId).GetBlobClient($"{stateName}-{grainId}.json")).ConfigureAwait(false);
        }
        catch (RequestFailedException failure) when (IsConflict(failure))
        {
            // The grain's own id stays out of messages and logs: it may name a person.
            throw new InconsistentStateException(
                $"Storage '{name}' refused to {operation} state '{stateName}' of a {grainId.Type} grain: its ETag is not the stored one.",
                UnknownETag,
                etag ?? "none",
                failure);
        }
        catch (Exception failure) when (IsAway(failure))
        {
            // Of this type, because Orleans wraps any other with all its text; and without its causes: while a store is away there is
            // one for each caller, and stacks of five tries in each of them took a silo down.
            log.Failed(name, Reason(failure));
            throw new OrleansException($"Storage '{name}' could not {operation} state '{stateName}' of a {grainId.Type} grain: {Reason(failure)}.");
        }
    }

    /// <summary>Whether nobody knows what became of the operation, or nothing did; anything else is an answer.</summary>
    private static bool IsAway(Exception failure) => failure switch
    {
        RequestFailedException request => request.Status is 0 or 408 or 429 or >= 500,
        AggregateException tries => tries.InnerExceptions.All(IsAway),
        BrokenCircuitException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    private static string Reason(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Reason(last),
        RequestFailedException { Status: > 0 } request => $"{request.Status} {request.ErrorCode}",
        BrokenCircuitException => "its account did not answer lately and is not asked now",
        _ => failure.Message,
    };

    private static bool IsConflict(RequestFailedException failure) => failure.Status switch
    {
        409 or 412 => true,
        404 => failure.ErrorCode != BlobErrorCode.ContainerNotFound,
        _ => false,
    };

    private void Reset<T>(IGrainState<T> grainState, string? etag)
    {
        grainState.State = CreateInstance<T>();
        grainState.ETag = etag;
        grainState.RecordExists = false;
    }

    private T CreateInstance<T>() => activators.GetActivator<T>().Create();
}
