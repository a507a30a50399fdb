using Microsoft.Extensions.Logging;
using Orleans.Reco.Learning;
using Orleans.Storage;

namespace Orleans.Reco.Training;

/// <summary>The checkpoint of a refresh, on the training's own thread. A store that is away costs the checkpoint, not the training.</summary>
internal sealed partial class RefreshCheckpoint(CheckpointStore store, ILogger logger) : ITrainingCheckpoint
{
    public byte[]? TryRead() => store.ReadStateAsync().GetAwaiter().GetResult();

    /// <exception cref="InconsistentStateException">Another lead has taken over; this training is in vain.</exception>
    public void Write(byte[] state)
    {
        try
        {
            store.WriteStateAsync(state).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            LogNotWritten(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A checkpoint of a training could not be written; the one before stays")]
    private static partial void LogNotWritten(ILogger logger, Exception exception);
}
