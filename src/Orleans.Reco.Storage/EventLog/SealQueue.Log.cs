using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

internal static partial class SealQueueLog
{
    [LoggerMessage(1, LogLevel.Debug, "Sealed event-log segment {SegmentId} with {Events} events.")]
    public static partial void SegmentSealed(this ILogger logger, string segmentId, int events);

    [LoggerMessage(2, LogLevel.Error, "Event-log segment {SegmentId} could not be sealed; its events stay in the journal.")]
    public static partial void SealFailed(this ILogger logger, Exception exception, string segmentId);

    [LoggerMessage(3, LogLevel.Warning, "A pass over the event log's closed segments failed and will be repeated.")]
    public static partial void SealPassFailed(this ILogger logger, Exception exception);
}
