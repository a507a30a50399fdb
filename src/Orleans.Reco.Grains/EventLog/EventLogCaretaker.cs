using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>Has the log of every tenant gone over from time to time. Each serving silo asks, the tenant's grain sees to it that one does it.</summary>
internal sealed partial class EventLogCaretaker(
    IGrainFactory grains, IEventLogMaintenance maintenance, IOptions<EventLogOptions> options, TimeProvider time, ILogger<EventLogCaretaker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.MaintenanceInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAll(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task AskAll(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var tenant in await maintenance.ListTenantsAsync(cancellationToken))
            {
                await grains.GetGrain<IEventLogGrain>(tenant).Maintain();
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event log could not be looked after; trying again later")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
