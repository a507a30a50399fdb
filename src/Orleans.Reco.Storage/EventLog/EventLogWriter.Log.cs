using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

internal static partial class EventLogWriterLog
{
    [LoggerMessage(1, LogLevel.Information, "Event log of {WriterId} is open; it took over {Segments} segments from dead writers.")]
    public static partial void Started(this ILogger logger, string writerId, int segments);

    [LoggerMessage(2, LogLevel.Warning, "A log of writer {WriterId} was still open in this process; it is cut off and its segments are taken over.")]
    public static partial void WriterReplaced(this ILogger logger, string writerId);

    [LoggerMessage(3, LogLevel.Warning, "The event log of dead writer {WriterId} is still open in this process; it is cut off.")]
    public static partial void WriterCutOff(this ILogger logger, string writerId);

    [LoggerMessage(4, LogLevel.Error, "Not all segments of dead writers could be sealed at the start; they are tried again in the background.")]
    public static partial void RecoveryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Event log of {WriterId} stopped with unsealed segments; they are sealed after the next start.")]
    public static partial void StopUnsealed(this ILogger logger, Exception exception, string writerId);
}
