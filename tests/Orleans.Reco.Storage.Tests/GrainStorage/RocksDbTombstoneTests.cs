namespace Orleans.Reco.Storage.Tests;

/// <summary>RocksDB grain storage with <see cref="RocksDbOptions.DeleteStateOnClear"/> off.</summary>
public sealed class RocksDbTombstoneTests : RocksDbGrainStorageTests
{
    protected override bool DeletesOnClear => false;
}
