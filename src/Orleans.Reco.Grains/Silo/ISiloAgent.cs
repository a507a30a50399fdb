using Orleans.Services;

namespace Orleans.Reco.Grains;

/// <summary>The one per silo that takes what every silo must have: catalog changes, signals, models.</summary>
[Alias("reco.ISiloAgent")]
internal interface ISiloAgent : IGrainService
{
    /// <summary>Applies a catalog change to the silo's view, at once.</summary>
    [Alias("ApplyCatalog")]
    Task ApplyCatalog(string tenant, CatalogDelta delta);

    /// <summary>Applies signals to the silo's view.</summary>
    [Alias("ApplySignals")]
    Task ApplySignals(string tenant, ItemSignals[] signals);

    /// <summary>Fetches, verifies, loads and warms a bundle without serving it; asked again, tells whether it is done.</summary>
    [Alias("StageModel")]
    Task<StagingReport> StageModel(string tenant, string version);

    /// <summary>Serves what the deployment says from now on; loads first what was not staged.</summary>
    [Alias("DeployModels")]
    Task DeployModels(string tenant, ModelDeployment deployment);

    /// <summary>What was counted of a canary's users with a first list in looks from one to before another.</summary>
    [Alias("CollectCanary")]
    Task<CanaryCount[]> CollectCanary(string tenant, string canaryId, uint from, uint to);

    /// <summary>What was counted of the tenant's events since the last call, and the drift of its scores.</summary>
    [Alias("TakeSignals")]
    Task<RefreshSignals> TakeSignals(string tenant);

    /// <summary>Forgets the queries that models are warmed up with: one of them may be of a user who is being erased.</summary>
    [Alias("ForgetQueries")]
    Task ForgetQueries(string tenant);

    /// <summary>Seals the silo's part of the event log, so that training sees it.</summary>
    [Alias("FlushEventLog")]
    Task FlushEventLog();
}
