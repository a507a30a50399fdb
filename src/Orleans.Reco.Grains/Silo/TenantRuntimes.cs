using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>The tenants that this silo works for. A tenant is loaded when the first grain of it asks, and then kept up to date.</summary>
internal sealed class TenantRuntimes(IServiceProvider services) : ITenantSnapshots
{
    private readonly ConcurrentDictionary<string, TenantRuntime> _tenants = new();

    public ICollection<TenantRuntime> Loaded => _tenants.Values;

    /// <summary>The state of a tenant now; empty where it is not loaded.</summary>
    public TenantSnapshot Get(string tenant) => Runtime(tenant).Snapshot;

    /// <summary>The runtime, or null where nothing on this silo has asked for the tenant.</summary>
    public TenantRuntime? Find(string tenant) => _tenants.GetValueOrDefault(tenant);

    /// <summary>The runtime with catalog and model loaded.</summary>
    public async ValueTask<TenantRuntime> GetLoadedAsync(string tenant)
    {
        var runtime = Runtime(tenant);
        await runtime.LoadAsync();
        return runtime;
    }

    private TenantRuntime Runtime(string tenant) =>
        _tenants.GetOrAdd(tenant, static (name, services) => ActivatorUtilities.CreateInstance<TenantRuntime>(
            services, name, ActivatorUtilities.CreateInstance<TenantModels>(services, name)), services);
}
