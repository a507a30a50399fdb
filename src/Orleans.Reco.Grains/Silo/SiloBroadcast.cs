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

    /// <summary>Returns when every silo that answers has the change.</summary>
    public Task ApplyCatalog(string tenant, CatalogDelta delta) =>
        ToAll(agent => agent.ApplyCatalog(tenant, delta), CatalogTimeout);

    /// <summary>Spreads signals; a silo that misses them has older ones until the next time.</summary>
    public Task ApplySignals(string tenant, ItemSignals[] signals) =>
        ToAll(agent => agent.ApplySignals(tenant, signals), CatalogTimeout);

    /// <summary>Calls every silo and throws what any of them threw.</summary>
    public async Task<int> ToAllOrThrow(Func<ISiloAgent, Task> call)
    {
        var silos = membership.GetActiveSilos();
        await Task.WhenAll(silos.Select(silo => call(GetGrainService(silo))));
        return silos.Length;
    }

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
