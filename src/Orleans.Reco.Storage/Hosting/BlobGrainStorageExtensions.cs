using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>
/// Grain storage in Azure Blob Storage. Names of their own, so that the official Orleans package can stand beside it; it reads and
/// writes the same blobs.
/// </summary>
public static class BlobGrainStorageExtensions
{
    /// <summary>Adds blob grain storage as the default storage.</summary>
    public static ISiloBuilder AddBlobGrainStorageAsDefault(this ISiloBuilder builder, Action<BlobGrainStorageOptions> configure) =>
        builder.AddBlobGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configure);

    /// <summary>Adds blob grain storage under a name.</summary>
    public static ISiloBuilder AddBlobGrainStorage(this ISiloBuilder builder, string name, Action<BlobGrainStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddBlobGrainStorage(name, (OptionsBuilder<BlobGrainStorageOptions> options) => options.Configure(configure));
    }

    /// <summary>Adds blob grain storage under a name, its options by an options builder.</summary>
    public static ISiloBuilder AddBlobGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<BlobGrainStorageOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = builder.Services.AddBlobGrainStorage(name, configure);
        return builder;
    }

    /// <summary>Adds blob grain storage under a name to a silo's services.</summary>
    public static IServiceCollection AddBlobGrainStorage(
        this IServiceCollection services, string name, Action<OptionsBuilder<BlobGrainStorageOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddOptions<BlobGrainStorageOptions>(name));
        _ = services.AddTransient<IPostConfigureOptions<BlobGrainStorageOptions>,
            DefaultStorageProviderSerializerOptionsConfigurator<BlobGrainStorageOptions>>();
        _ = services.AddTransient<IConfigurationValidator>(provider => new BlobGrainStorageOptionsValidator(
            provider.GetRequiredService<IOptionsMonitor<BlobGrainStorageOptions>>().Get(name), name));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutageLog>();
        return services.AddGrainStorage(name, Create);
    }

    private static BlobGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<BlobGrainStorageOptions>>().Get(name);
        return ActivatorUtilities.CreateInstance<BlobGrainStorage>(services, name, options, options.BuildContainerFactory(services, options));
    }
}
