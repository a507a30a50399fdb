using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Client;

internal sealed partial class GrainCalls
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Try {Attempt} of {Attempts} failed ({Failure}); trying again.")]
    private static partial void LogRetry(ILogger logger, int attempt, int attempts, string failure);
}
