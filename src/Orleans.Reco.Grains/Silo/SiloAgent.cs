using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Reco.Storage;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

[Reentrant]
internal sealed partial class SiloAgent(
    GrainId id, Silo silo, ILoggerFactory loggers, TenantRuntimes tenants, IEventLog eventLog, TimeProvider time)
    : GrainService(id, silo, loggers), ISiloAgent
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger<SiloAgent>();

    public Task ApplyCatalog(string tenant, CatalogDelta delta) => tenants.Find(tenant)?.ApplyAsync(delta) ?? Task.CompletedTask;

    public Task ApplySignals(string tenant, ItemSignals[] signals)
    {
        tenants.Find(tenant)?.Apply(signals);
        return Task.CompletedTask;
    }

    public Task StageModel(string tenant, string version) => tenants.Find(tenant)?.StageAsync(version) ?? Task.CompletedTask;

    public Task ActivateModel(string tenant, string version) => tenants.Find(tenant)?.ActivateAsync(version) ?? Task.CompletedTask;

    public Task FlushEventLog() => eventLog.FlushAsync();

    protected override async Task StartInBackground()
    {
        await base.StartInBackground();
        using var timer = new PeriodicTimer(SyncInterval, time);
        var stopped = StoppedCancellationTokenSource.Token;
        try
        {
            while (await timer.WaitForNextTickAsync(stopped))
            {
                await SyncAll();
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
        }
    }

    private async Task SyncAll()
    {
        foreach (var tenant in tenants.Loaded)
        {
            try
            {
                await tenant.SyncAsync();
            }
            catch (Exception exception)
            {
                // The next tick tries again; until then the silo serves what it has.
                LogSyncFailed(_logger, tenant.Tenant, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} could not be brought up to date; trying again in a second")]
    private static partial void LogSyncFailed(ILogger logger, string tenant, Exception exception);
}
