using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Providers;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Host;

/// <summary>Gives the silo the stores that the settings name.</summary>
internal static class StorageExtensions
{
    // Of a folder or of a container.
    private const string LogName = "events";
    private const string BundlesName = "bundles";

    public static void AddStorage(this ISiloBuilder silo, RecoHostOptions options)
    {
        var data = Path.GetFullPath(options.DataPath);
        var shared = Path.GetFullPath(options.Storage.SharedPath ?? data);

        // The journal is always local: an event is acknowledged after one fsync and not after a round trip.
        var local = Path.Combine(data, "state");
        silo.AddState(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, local, options);
        silo.AddState(RecoStorage.Name, local, options);
        silo.AddRecoEventLog(log =>
        {
            silo.Configuration.GetSection("Reco:EventLog").Bind(log);
            var inBlobs = options.Storage.Log == FilesKind.Blobs;
            log.Path = Path.Combine(inBlobs ? data : shared, LogName);
            log.Container = inBlobs ? Container(options, LogName) : null;
            log.JournalPath = local;
        });
        if (options.Storage.Bundles == FilesKind.Blobs)
        {
            silo.AddBlobBundleStore(Container(options, BundlesName), Path.Combine(data, BundlesName));
        }
        else
        {
            silo.AddFolderBundleStore(Path.Combine(shared, BundlesName));
        }
    }

    private static BlobContainerClient Container(RecoHostOptions options, string name) =>
        BlobAccount.ConnectForFiles(options.Connections.Blobs[0]).GetBlobContainerClient(name);

    private static void AddState(this ISiloBuilder silo, string name, string local, RecoHostOptions options)
    {
        var connections = options.Connections;

        // Smaller and faster than JSON for the hot states; every provider takes it by the provider's name.
        silo.Services.TryAddKeyedSingleton<IGrainStorageSerializer>(
            name, (services, _) => ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services));
        switch (options.Storage.State)
        {
            case StateKind.Redis:
                silo.AddRedisGrainStorage(name, redis =>
                {
                    redis.ConfigurationOptions = ClusterExtensions.RedisOptions(connections);
                    redis.DeleteStateOnClear = true;
                });
                break;
            case StateKind.Blobs:
                silo.AddBlobGrainStorage(name, blobs =>
                {
                    foreach (var account in connections.Blobs)
                    {
                        blobs.Accounts.Add(BlobAccount.Connect(account));
                    }
                });
                break;
            case StateKind.PostgreSql:
                silo.AddAdoNetGrainStorage(name, sql =>
                {
                    (sql.Invariant, sql.ConnectionString) = (ClusterExtensions.PostgreSqlInvariant, connections.PostgreSql!);
                    sql.DeleteStateOnClear = true;
                });
                break;
            default:
                silo.AddRocksDbGrainStorage(name, rocks => rocks.Path = local);
                break;
        }
    }
}
