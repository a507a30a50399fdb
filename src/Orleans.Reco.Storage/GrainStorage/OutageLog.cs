using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

/// <summary>
/// Counts operations that a store did not answer (meter <c>Orleans.Reco.Storage</c>), and says so, at most every ten seconds: while it is
/// away, every operation fails.
/// </summary>
internal sealed partial class OutageLog(TimeProvider time, ILogger<OutageLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly Meter Meter = new("Orleans.Reco.Storage");
    private static readonly Counter<long> Unanswered =
        Meter.CreateCounter<long>("reco.storage.unanswered", "{operation}", "Operations on grain state that the store did not answer.");

    private long _failures;
    private long _saidAt;

    /// <summary>An operation failed, or nobody knows whether it did.</summary>
    public void Failed(string provider, string reason)
    {
        Unanswered.Add(1, new KeyValuePair<string, object?>("storage", provider));
        _ = Interlocked.Increment(ref _failures);
        var (saidAt, now) = (Interlocked.Read(ref _saidAt), time.GetTimestamp());
        if ((saidAt == 0 || time.GetElapsedTime(saidAt, now) >= Interval) && Interlocked.CompareExchange(ref _saidAt, now, saidAt) == saidAt)
        {
            LogFailures(provider, reason, Interlocked.Exchange(ref _failures, 0));
        }
    }

    /// <summary>The container was removed while the silo ran.</summary>
    [LoggerMessage(1, LogLevel.Warning, "The container of storage {Provider} was gone; it is made again.")]
    public partial void ContainerMissing(string provider);

    [LoggerMessage(2, LogLevel.Warning, "Storage {Provider} does not answer: {Reason}. Operations that failed since this was last said: {Failures}.")]
    private partial void LogFailures(string provider, string reason, long failures);
}
