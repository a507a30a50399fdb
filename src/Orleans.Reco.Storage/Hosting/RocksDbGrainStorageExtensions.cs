using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>Grain storage in a RocksDB folder.</summary>
public static class RocksDbGrainStorageExtensions
{
    /// <summary>Adds RocksDB grain storage as the default storage.</summary>
    public static ISiloBuilder AddRocksDbGrainStorageAsDefault(this ISiloBuilder builder, Action<RocksDbOptions> configure) =>
        builder.AddRocksDbGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configure);

    /// <summary>Adds RocksDB grain storage under a name.</summary>
    /// <remarks>
    /// Providers that name the same folder share one database and one key space: the same state of the same grain is the same record.
    /// </remarks>
    public static ISiloBuilder AddRocksDbGrainStorage(this ISiloBuilder builder, string name, Action<RocksDbOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        _ = builder.Services
            .AddOptions<RocksDbOptions>(name)
            .Configure(configure)
            .PostConfigure<IServiceProvider>((options, services) =>
                options.GrainStorageSerializer ??= services.GetKeyedService<IGrainStorageSerializer>(name)
                    ?? ActivatorUtilities.CreateInstance<PooledGrainStorageSerializer>(services))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        _ = builder.Services.AddGrainStorage(name, Create);
        return builder;
    }

    private static RocksDbGrainStorage Create(IServiceProvider services, string name) =>
        new(
            name,
            services.GetRequiredService<IOptionsMonitor<RocksDbOptions>>().Get(name),
            services.GetRequiredService<IActivatorProvider>());
}
