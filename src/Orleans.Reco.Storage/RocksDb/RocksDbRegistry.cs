namespace Orleans.Reco.Storage;

/// <summary>
/// The open databases of this process by full path. RocksDB locks a folder against a second handle, but silos of an in-process
/// cluster have a container each and may share a folder: they share the handle, and the last to leave closes it.
/// </summary>
internal static class RocksDbRegistry
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Shared> Open = [];

    /// <summary>The database of a folder, opened by the first to ask. Give it back once with <see cref="Release"/>.</summary>
    public static RocksDbDatabase Acquire(RocksDbOptions options)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Path));
        lock (Gate)
        {
            if (!Open.TryGetValue(path, out var shared))
            {
                shared = new Shared(RocksDbDatabase.Open(path, options), options.SyncWrites);
                Open.Add(path, shared);
            }
            else if (shared.SyncWrites != options.SyncWrites)
            {
                throw new InvalidOperationException(
                    $"RocksDB folder '{path}' is open with SyncWrites = {shared.SyncWrites}; every user of a folder must ask for the same.");
            }

            shared.Database.GrowCache(options.BlockCacheBytes);
            shared.Owners++;
            return shared.Database;
        }
    }

    /// <summary>Gives a database back; the last one to do so closes it.</summary>
    public static void Release(RocksDbDatabase database)
    {
        lock (Gate)
        {
            var shared = Open[database.Path];
            if (--shared.Owners == 0)
            {
                _ = Open.Remove(database.Path);

                // Under the lock: whoever opens the folder next must find it closed.
                shared.Database.Close();
            }
        }
    }

    private sealed class Shared(RocksDbDatabase database, bool syncWrites)
    {
        public RocksDbDatabase Database { get; } = database;

        public bool SyncWrites { get; } = syncWrites;

        public int Owners { get; set; }
    }
}
