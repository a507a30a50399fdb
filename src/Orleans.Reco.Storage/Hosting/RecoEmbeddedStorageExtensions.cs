using Orleans.Hosting;

namespace Orleans.Reco.Storage;

/// <summary>Everything that a silo stores, in one folder, without any server.</summary>
public static class RecoEmbeddedStorageExtensions
{
    /// <summary>
    /// Adds grain storage (as default and as <see cref="RecoStorage.Name"/>), the event log and the bundle store. Below the data folder:
    /// <c>state/</c> grain state and journal (RocksDB), <c>events/</c> event log (Parquet), <c>bundles/</c> model bundles.
    /// </summary>
    /// <remarks>
    /// Silos of one process may share the folder; processes may not. Grain state and journal share a database, so that both share fsyncs.
    /// </remarks>
    public static ISiloBuilder AddRecoEmbeddedStorage(this ISiloBuilder builder, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        var state = Path.Combine(dataFolder, "state");
        return builder
            .AddRocksDbGrainStorageAsDefault(options => options.Path = state)
            .AddRocksDbGrainStorage(RecoStorage.Name, options => options.Path = state)
            .AddRecoEventLog(options =>
            {
                options.Path = Path.Combine(dataFolder, "events");
                options.JournalPath = state;
            })
            .AddFolderBundleStore(Path.Combine(dataFolder, "bundles"));
    }
}
