namespace Orleans.Reco.Storage.Tests;

public sealed class RocksDbStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stores_of_one_folder_share_the_database_until_the_last_is_closed()
    {
        using var first = Open();
        using var second = RocksDbStore.Open(new RocksDbOptions { Path = _folder.Path + Path.DirectorySeparatorChar });
        _ = await PutAsync(first, "key", expectedETag: null);
        first.Dispose();

        Assert.NotNull(second.ReadGrain("key"));

        second.Dispose();
        using var third = Open();
        Assert.NotNull(third.ReadGrain("key"));
    }

    [Fact]
    public void A_folder_has_one_sync_mode()
    {
        using var store = Open();

        var error = Assert.Throws<InvalidOperationException>(() =>
            RocksDbStore.Open(new RocksDbOptions { Path = _folder.Path, SyncWrites = false }));

        Assert.Contains("SyncWrites", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_opened_is_named()
    {
        File.WriteAllText(_folder["CURRENT"], "not a database");

        var error = Assert.Throws<IOException>(Open);

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_to_one_record_in_one_round_see_each_other()
    {
        using var store = Open();

        // All expect the record to be absent; most of them meet in the same round, where the first has not been committed yet.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => PutAsync(store, "key", expectedETag: null)));

        var winner = Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes, outcome => Assert.Equal(winner.ETag, outcome.ETag));
        Assert.Equal(winner.ETag, store.ReadGrain("key")!.ETag);
    }

    [Fact]
    public async Task ETags_are_unique_over_records_rounds_and_restarts()
    {
        var etags = new List<string?>();
        for (var restart = 0; restart < 3; restart++)
        {
            using var store = Open();
            var run = restart;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => PutAsync(store, $"{run}-{i}", expectedETag: null)));
            etags.AddRange(outcomes.Select(outcome => outcome.ETag));
        }

        Assert.Equal(etags.Count, etags.Distinct().Count());
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nothing()
    {
        using var store = RocksDbStore.Open(new RocksDbOptions { Path = _folder.Path, MaxQueuedWrites = 1 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => PutAsync(store, $"{i}", expectedETag: null)));

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        Assert.All(Enumerable.Range(0, 200), i => Assert.NotNull(store.ReadGrain($"{i}")));
    }

    [Fact]
    public async Task Closing_commits_what_is_queued()
    {
        var store = Open();
        var writes = Enumerable.Range(0, 500).Select(i => PutAsync(store, $"{i}", expectedETag: null)).ToList();

        store.Dispose();

        Assert.All(await Task.WhenAll(writes), outcome => Assert.True(outcome.Succeeded));
        using var again = Open();
        Assert.All(Enumerable.Range(0, 500), i => Assert.NotNull(again.ReadGrain($"{i}")));
    }

    [Fact]
    public async Task Only_a_write_that_was_promised_to_last_is_synced()
    {
        var store = Open();
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await PutAsync(store, $"delayed-{i}", expectedETag: null, needsSync: false)).Succeeded);
        }

        Assert.Equal(0, store.SyncedRounds);
        Assert.True((await PutAsync(store, "promised", expectedETag: null)).Succeeded);
        Assert.Equal(1, store.SyncedRounds);
        store.Dispose();
        using var again = Open();
        Assert.All(Enumerable.Range(0, 20), i => Assert.NotNull(again.ReadGrain($"delayed-{i}")));
    }

    [Fact]
    public void A_closed_store_refuses_calls()
    {
        var store = Open();
        store.Dispose();

        _ = Assert.Throws<ObjectDisposedException>(() => store.ReadGrain("key"));
    }

    private static Task<GrainWriteOutcome> PutAsync(RocksDbStore store, string key, string? expectedETag, bool needsSync = true) =>
        store.WriteGrainAsync(new GrainWrite(key, GrainValue.Of([1, 2, 3]), expectedETag, needsSync), CancellationToken.None);

    private RocksDbStore Open() => RocksDbStore.Open(new RocksDbOptions { Path = _folder.Path });
}
