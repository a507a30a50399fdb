using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

internal sealed partial class BlobGrainStorage
{
    [LoggerMessage(1, LogLevel.Warning, "The container of storage {Provider} was gone; it is made again.")]
    private partial void LogContainerMissing(string provider);
}
