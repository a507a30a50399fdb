using Microsoft.Extensions.Logging;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>
/// Goes over the log on the thread pool, outside the grain's turns. A silo that dies or stops ends it at any point, and the next call
/// goes on elsewhere; should two silos be at it after all, they only do work twice.
/// </summary>
[GrainType("reco-event-log")]
[RequireRole(RecoRoles.Serving)]
internal sealed partial class EventLogGrain(IEventLogMaintenance maintenance, ILogger<EventLogGrain> logger) : Grain, IEventLogGrain
{
    private static readonly TimeSpan LongestPass = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _pass = Task.CompletedTask;

    public Task Maintain()
    {
        if (_pass.IsCompleted)
        {
            var (tenant, cancellationToken) = (this.GetPrimaryKeyString(), _stopping.Token);
            _pass = Task.Run(() => GoOver(tenant, cancellationToken), CancellationToken.None);
            DelayDeactivation(LongestPass);
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _pass.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task GoOver(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            await maintenance.RunAsync(tenant, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, tenant, exception);
        }
        catch (Exception)
        {
            // The silo stops; another one goes on.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event log of tenant {Tenant} could not be gone over; trying again later")]
    private static partial void LogFailed(ILogger logger, string tenant, Exception exception);
}
