namespace Orleans.Reco.Host;

/// <summary>Where grain state is kept.</summary>
internal enum StateKind
{
    /// <summary>In the data folder: one process.</summary>
    RocksDb,

    Redis,
    Blobs,
    PostgreSql,
}
