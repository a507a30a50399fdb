using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Web;

internal sealed partial class ProblemFilter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed.")]
    private partial void LogFailure(Exception failure, string method, string? endpoint);
}
