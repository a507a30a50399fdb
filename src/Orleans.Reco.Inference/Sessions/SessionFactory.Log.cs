using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Inference;

public sealed partial class SessionFactory
{
    [LoggerMessage(1, LogLevel.Warning, "Graphs run on the processor although Cuda was asked for: {Reason}")]
    private static partial void LogCudaFallback(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Retrieval scans on the processor: {Bytes} bytes of item vectors are more than a graph's {MaxBytes}")]
    private static partial void LogScanFallback(ILogger logger, long bytes, long maxBytes);
}
