using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Inference;

public sealed partial class SessionFactory
{
    [LoggerMessage(1, LogLevel.Warning, "Graphs run on the processor although Cuda was asked for: {Reason}")]
    private static partial void LogCudaFallback(ILogger logger, string reason);
}
