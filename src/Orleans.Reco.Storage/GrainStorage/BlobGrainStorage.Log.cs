using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

internal sealed partial class BlobGrainStorage
{
    [LoggerMessage(1, LogLevel.Error, "Storage {Provider} could not {Operation} state {State} of a {GrainType} grain.")]
    private partial void LogFailed(Exception exception, string provider, string operation, string state, GrainType grainType);

    [LoggerMessage(2, LogLevel.Warning, "The container of storage {Provider} was gone; it is made again.")]
    private partial void LogContainerMissing(string provider);
}
