namespace Orleans.Reco.Host;

/// <summary>What is kept where. Section <c>Reco:Storage</c>.</summary>
internal sealed class StorageSettings
{
    /// <summary>Grain state: <c>RocksDb, Redis, Blobs, PostgreSql</c>. Default: RocksDb, in the data folder.</summary>
    public StateKind State { get; set; }

    /// <summary>
    /// The folder of the event log's files and of the model bundles; in a cluster one that all silos mount. Default: the data folder.
    /// </summary>
    public string? SharedPath { get; set; }
}
