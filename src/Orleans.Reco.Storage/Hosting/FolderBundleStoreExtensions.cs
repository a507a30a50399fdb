using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace Orleans.Reco.Storage;

/// <summary>The bundle store in a folder.</summary>
public static class FolderBundleStoreExtensions
{
    /// <summary>Adds <see cref="IBundleStore"/> over a folder to a silo.</summary>
    public static ISiloBuilder AddFolderBundleStore(this ISiloBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = builder.Services.AddFolderBundleStore(path);
        return builder;
    }

    /// <summary>Adds <see cref="IBundleStore"/> over a folder.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The folder; made where missing.</param>
    public static IServiceCollection AddFolderBundleStore(this IServiceCollection services, string path)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.TryAddSingleton<IBundleStore>(new FolderBundleStore(path));
        return services;
    }
}
