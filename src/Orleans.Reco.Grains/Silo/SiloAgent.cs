using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Reco.Storage;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

[Reentrant]
internal sealed partial class SiloAgent(
    GrainId id,
    Silo silo,
    ILoggerFactory loggers,
    TenantRuntimes tenants,
    CanaryTally canaries,
    VectorRefresh vectors,
    IEventLog eventLog,
    IEventLogRecovery recovery,
    ISiloStatusOracle membership,
    TimeProvider time)
    : GrainService(id, silo, loggers), ISiloAgent
{
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger<SiloAgent>();
    private readonly HashSet<SiloAddress> _recovered = [];

    public Task ApplyCatalog(string tenant, CatalogDelta delta) => tenants.Find(tenant)?.ApplyAsync(delta) ?? Task.CompletedTask;

    public Task ApplySignals(string tenant, ItemSignals[] signals)
    {
        tenants.Find(tenant)?.Apply(signals);
        return Task.CompletedTask;
    }

    public Task<StagingReport> StageModel(string tenant, string version) =>
        tenants.Find(tenant)?.StageAsync(version) ?? Task.FromResult(new StagingReport { Ready = true });

    public Task DeployModels(string tenant, ModelDeployment deployment)
    {
        canaries.Keep(tenant, deployment.Canary?.CanaryId);
        return tenants.Find(tenant)?.DeployAsync(deployment) ?? Task.CompletedTask;
    }

    public Task<CanaryCount[]> CollectCanary(string tenant, string canaryId, uint from, uint to) =>
        Task.FromResult(canaries.Collect(tenant, canaryId, from, to));

    public Task<RefreshSignals> TakeSignals(string tenant) =>
        Task.FromResult(tenants.Find(tenant)?.Signals.Take() ?? new RefreshSignals());

    public Task ForgetQueries(string tenant)
    {
        tenants.Find(tenant)?.Queries.Clear();
        return Task.CompletedTask;
    }

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
                await RecoverDead();
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
                vectors.Follow(tenant, StoppedCancellationTokenSource.Token);
            }
            catch (Exception exception)
            {
                // The next tick tries again; until then the silo serves what it has.
                LogSyncFailed(_logger, tenant.Tenant, exception);
            }
        }
    }

    /// <summary>Seals what silos that died have left in the journal, if this silo shares it with them.</summary>
    private async Task RecoverDead()
    {
        foreach (var (dead, _) in membership.GetApproximateSiloStatuses(onlyActive: false).Where(silo => silo.Value == SiloStatus.Dead))
        {
            if (_recovered.Contains(dead) || !membership.TryGetSiloName(dead, out var name) || name == membership.SiloName)
            {
                continue;
            }

            try
            {
                await recovery.RecoverAsync([name], StoppedCancellationTokenSource.Token);
                _recovered.Add(dead);
            }
            catch (Exception exception)
            {
                LogRecoveryFailed(_logger, dead, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event log of dead silo {Silo} could not be recovered; trying again in a second")]
    private static partial void LogRecoveryFailed(ILogger logger, SiloAddress silo, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} could not be brought up to date; trying again in a second")]
    private static partial void LogSyncFailed(ILogger logger, string tenant, Exception exception);
}
