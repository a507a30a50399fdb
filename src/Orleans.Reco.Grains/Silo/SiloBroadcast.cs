using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace Orleans.Reco.Grains;

/// <summary>Calls the agent of every silo.</summary>
internal sealed partial class SiloBroadcast(
    IServiceProvider services, ISiloStatusOracle membership, TimeProvider time, ILogger<SiloBroadcast> logger)
    : GrainServiceClient<ISiloAgent>(services)
{
    /// <summary>A silo that does not answer in this time catches up by itself within a second, by its own poll.</summary>
    private static readonly TimeSpan CatalogTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>The same, for models: one that was not staged is loaded first.</summary>
    private static readonly TimeSpan DeploymentTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Returns when every silo that answers has the change.</summary>
    public Task ApplyCatalog(string tenant, CatalogDelta delta) =>
        ToAll(agent => agent.ApplyCatalog(tenant, delta), CatalogTimeout);

    /// <summary>Spreads signals; a silo that misses them has older ones until the next time.</summary>
    public Task ApplySignals(string tenant, ItemSignals[] signals) =>
        ToAll(agent => agent.ApplySignals(tenant, signals), CatalogTimeout);

    /// <summary>Returns when every silo that answers serves the deployment.</summary>
    public Task DeployModels(string tenant, ModelDeployment deployment) =>
        ToAll(agent => agent.DeployModels(tenant, deployment), DeploymentTimeout);

    /// <summary>Has every silo that answers begin to count what counts for a refresh anew.</summary>
    public Task ForgetSignals(string tenant) => ToAll(agent => agent.TakeSignals(tenant), CatalogTimeout);

    /// <summary>Calls every silo and throws what any of them threw.</summary>
    public Task ToAllOrThrow(Func<ISiloAgent, Task> call) =>
        Task.WhenAll(membership.GetActiveSilos().Select(silo => call(GetGrainService(silo))));

    /// <summary>Asks every silo and throws what any of them threw.</summary>
    public Task<T[]> AskAllOrThrow<T>(Func<ISiloAgent, Task<T>> call) =>
        Task.WhenAll(membership.GetActiveSilos().Select(silo => call(GetGrainService(silo))));

    private Task ToAll(Func<ISiloAgent, Task> call, TimeSpan timeout) =>
        Task.WhenAll(membership.GetActiveSilos().Select(silo => ToOne(silo, call, timeout)));

    private async Task ToOne(SiloAddress silo, Func<ISiloAgent, Task> call, TimeSpan timeout)
    {
        try
        {
            await call(GetGrainService(silo)).WaitAsync(timeout, time);
        }
        catch (Exception exception)
        {
            LogMissed(logger, silo, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} did not take a broadcast; it catches up by its own poll")]
    private static partial void LogMissed(ILogger logger, SiloAddress silo, Exception exception);
}
