using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Inference;

public sealed partial class ScoringWorker
{
    [LoggerMessage(1, LogLevel.Warning, "Scoring worker {Worker}: a batch of {Count} queries failed; each is tried on its own.")]
    private static partial void LogBatchFailed(ILogger logger, string worker, int count, Exception error);

    [LoggerMessage(2, LogLevel.Error, "Scoring worker {Worker}: a query of tenant {Tenant} failed.")]
    private static partial void LogQueryFailed(ILogger logger, string worker, string tenant, Exception error);
}
