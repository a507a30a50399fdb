using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace Orleans.Reco.Storage;

/// <summary>The bundle store in a blob container.</summary>
public static class BlobBundleStoreExtensions
{
    /// <summary>Adds <see cref="IBundleStore"/> over a container.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="container">The container; made by the first publication where missing.</param>
    /// <param name="cachePath">A local folder of the process for fetched bundles.</param>
    public static ISiloBuilder AddBlobBundleStore(this ISiloBuilder builder, BlobContainerClient container, string cachePath)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(container);
        ArgumentException.ThrowIfNullOrEmpty(cachePath);
        builder.Services.TryAddSingleton<IBundleStore>(new BlobBundleStore(container, Path.GetFullPath(cachePath)));
        return builder;
    }
}
