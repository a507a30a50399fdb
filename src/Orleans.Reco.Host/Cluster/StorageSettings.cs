namespace Orleans.Reco.Host;

/// <summary>What is kept where. Section <c>Reco:Storage</c>.</summary>
internal sealed class StorageSettings
{
    /// <summary>Grain state: <c>RocksDb, Redis, Blobs, PostgreSql</c>. Default: RocksDb, in the data folder.</summary>
    public StateKind State { get; set; }

    /// <summary>The event log's files: <c>Folder</c>, or <c>Blobs</c> for the container <c>events</c>. Default: Folder.</summary>
    public FilesKind Log { get; set; }

    /// <summary>Model bundles: <c>Folder</c>, or <c>Blobs</c> for the container <c>bundles</c>. Default: Folder.</summary>
    public FilesKind Bundles { get; set; }

    /// <summary>
    /// The folder of the event log and the model bundles, where <see cref="Log"/> or <see cref="Bundles"/> is Folder; in a cluster one
    /// that all silos mount. Default: the data folder.
    /// </summary>
    public string? SharedPath { get; set; }

    /// <summary>Whether anything is in a folder that a cluster's silos must share.</summary>
    public bool NeedsSharedPath => Log == FilesKind.Folder || Bundles == FilesKind.Folder;
}
