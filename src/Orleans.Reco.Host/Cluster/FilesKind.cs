namespace Orleans.Reco.Host;

/// <summary>Where files that all silos share are kept.</summary>
internal enum FilesKind
{
    /// <summary>In a folder that all silos mount.</summary>
    Folder,

    /// <summary>In a blob container of the first account.</summary>
    Blobs,
}
