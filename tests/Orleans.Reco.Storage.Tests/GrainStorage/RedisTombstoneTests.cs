namespace Orleans.Reco.Storage.Tests;

/// <summary>Redis grain storage that keeps a cleared record.</summary>
public sealed class RedisTombstoneTests(RedisServer redis) : RedisGrainStorageTests(redis)
{
    protected override bool DeletesOnClear => false;
}
