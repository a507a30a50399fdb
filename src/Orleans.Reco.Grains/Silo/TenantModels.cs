using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>
/// The models that a silo has loaded for a tenant: in service, canary, standby, and the one that is being staged. What serves is in the
/// tenant's snapshot and replaced with it as a whole; a model that no part needs any more is disposed after its last lease.
/// </summary>
internal sealed partial class TenantModels(
    string tenant,
    IBundleStore bundles,
    SessionFactory sessions,
    InteractionTypes types,
    IOptions<ScoringOptions> scoring,
    TimeProvider time,
    ILogger<TenantModels> logger)
{
    /// <summary>How long a caller waits for a model that is being loaded before it is told to come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _deploying = new(1);
    private readonly Lock _staging = new();
    private volatile ModelDeployment _deployment = ModelDeployment.Unknown;
    private (string Version, Task<StagingReport> Report)? _stage;
    private ServingModel? _staged;
    private ServingModel? _standby;

    /// <summary>What is served.</summary>
    public ModelDeployment Deployment => _deployment;

    /// <summary>Loads and warms a bundle beside those that serve; the report says whether it is done.</summary>
    public async Task<StagingReport> StageAsync(TenantRuntime runtime, string version)
    {
        Task<StagingReport> report;
        lock (_staging)
        {
            // What failed is tried again: the bundle may have been repaired, or the disk.
            if (_stage is not { } stage || stage.Version != version || stage.Report is { IsCompletedSuccessfully: true, Result.Fault: not null })
            {
                _stage = stage = (version, Task.Run(() => LoadStagedAsync(runtime, version)));
            }

            report = stage.Report;
        }

        try
        {
            return await report.WaitAsync(Patience, time);
        }
        catch (TimeoutException) when (!report.IsCompleted)
        {
            return new StagingReport();
        }
    }

    /// <summary>Serves what a deployment says from the next request on. Requests in flight finish on the model that they began with.</summary>
    public async Task DeployAsync(TenantRuntime runtime, ModelDeployment deployment)
    {
        await _deploying.WaitAsync();
        try
        {
            if (deployment.Revision < _deployment.Revision || deployment == _deployment)
            {
                return;
            }

            ServingModel?[] before = [runtime.Snapshot.Model, runtime.Snapshot.Canary, _standby, _staged];
            var model = await TakeAsync(runtime, before, deployment.Active);
            var canary = await TakeCanaryAsync(runtime, before, deployment.Canary?.Version);
            _standby = Find(before, deployment.Standby);
            _staged = null;
            runtime.Replace(snapshot => snapshot with { Model = model, Canary = canary });
            _deployment = deployment;
            foreach (var unused in before.Except([model, canary, _standby]))
            {
                unused?.Dispose();
            }

            LogDeployed(logger, tenant, deployment.Active, deployment.Canary?.Version);
        }
        finally
        {
            _ = _deploying.Release();
        }
    }

    /// <summary>New items get their place in the tables of the models that know them.</summary>
    public async Task RebindAsync(TenantRuntime runtime)
    {
        foreach (var model in (ServingModel?[])[runtime.Snapshot.Model, runtime.Snapshot.Canary])
        {
            if (model is not null && !model.Covers(runtime.Snapshot.Catalog))
            {
                await RebindAsync(runtime, model);
            }
        }
    }

    private async Task RebindAsync(TenantRuntime runtime, ServingModel model)
    {
        var rebound = await ModelLoading.RunAsync(() => model.Rebind(runtime.Snapshot.Catalog));
        await _deploying.WaitAsync();
        try
        {
            var (snapshot, old) = (runtime.Snapshot, rebound);
            if (ReferenceEquals(snapshot.Model, model))
            {
                runtime.Replace(current => current with { Model = rebound });
                old = model;
            }
            else if (ReferenceEquals(snapshot.Canary, model))
            {
                runtime.Replace(current => current with { Canary = rebound });
                old = model;
            }

            old.Dispose();
        }
        finally
        {
            _ = _deploying.Release();
        }
    }

    private async Task<StagingReport> LoadStagedAsync(TenantRuntime runtime, string version)
    {
        try
        {
            var snapshot = runtime.Snapshot;
            var model = Find([snapshot.Model, snapshot.Canary, _standby, _staged], version);
            if (model is null)
            {
                model = await LoadAsync(runtime, version);
                await KeepStagedAsync(model);
            }

            return await ModelLoading.InTurnAsync(() => WarmUpAsync(runtime, snapshot, model));
        }
        catch (Exception exception)
        {
            LogNotStaged(logger, tenant, version, exception);
            return new StagingReport { Fault = exception.Message };
        }
    }

    private async Task<StagingReport> WarmUpAsync(TenantRuntime runtime, TenantSnapshot snapshot, ServingModel model)
    {
        var queries = runtime.Queries.ToArray();
        return new StagingReport
        {
            Ready = true,
            CandidateLatency = await ModelWarmUp.MeasureAsync(snapshot with { Model = model, Canary = null }, queries, types, scoring.Value, time),
            ParentLatency = snapshot.Model is null
                ? null
                : await ModelWarmUp.MeasureAsync(snapshot with { Canary = null }, queries, types, scoring.Value, time),
        };
    }

    private async Task KeepStagedAsync(ServingModel model)
    {
        await _deploying.WaitAsync();
        try
        {
            (_staged, var old) = (model, _staged);
            old?.Dispose();
        }
        finally
        {
            _ = _deploying.Release();
        }
    }

    private async Task<ServingModel?> TakeAsync(TenantRuntime runtime, ServingModel?[] loaded, string? version) =>
        version is null ? null : Find(loaded, version) ?? await LoadAsync(runtime, version);

    /// <summary>A canary that this silo cannot load is no reason not to serve what it can.</summary>
    private async Task<ServingModel?> TakeCanaryAsync(TenantRuntime runtime, ServingModel?[] loaded, string? version)
    {
        try
        {
            return await TakeAsync(runtime, loaded, version);
        }
        catch (Exception exception)
        {
            LogNotStaged(logger, tenant, version!, exception);
            return null;
        }
    }

    private async Task<ServingModel> LoadAsync(TenantRuntime runtime, string version)
    {
        var folder = await bundles.FetchAsync(tenant, version);
        return await ModelLoading.RunAsync(() => ServingModel.Load(ModelBundle.Open(folder), runtime.Snapshot.Catalog, sessions));
    }

    private static ServingModel? Find(IEnumerable<ServingModel?> loaded, string? version) =>
        version is null ? null : loaded.FirstOrDefault(model => model?.Version == version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant} is served by model {Version} on this silo, canary {Canary}")]
    private static partial void LogDeployed(ILogger logger, string tenant, string? version, string? canary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: model {Version} cannot be loaded on this silo")]
    private static partial void LogNotStaged(ILogger logger, string tenant, string version, Exception exception);
}
