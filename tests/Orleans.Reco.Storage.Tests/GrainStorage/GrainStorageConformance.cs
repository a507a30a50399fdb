using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// What every grain storage of this project does alike. A provider is tested by a class that derives from this one and starts the
/// provider on a store of its own.
/// </summary>
public abstract class GrainStorageConformance : IAsyncLifetime
{
    private const string StateName = "profile";
    private IGrainStorage? _storage;
    private int _grains;

    /// <summary>The provider under test.</summary>
    protected IGrainStorage Storage => _storage!;

    /// <summary>Whether the provider deletes a cleared record; otherwise it keeps an empty one with an ETag.</summary>
    protected virtual bool DeletesOnClear => true;

    /// <summary>Whether a read that fails leaves the ETag as it was; the state stays in any case.</summary>
    protected virtual bool FailedReadKeepsETag => true;

    /// <summary>How many random sequences are checked; fewer where each operation is a request to a server.</summary>
    protected virtual int ModelSequences => 200;

    public async ValueTask InitializeAsync() => _storage = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Read_of_a_missing_record_gives_a_fresh_state()
    {
        var state = new GrainState<ConformanceState> { State = new() { Number = 7 }, ETag = "old", RecordExists = true };

        await Storage.ReadStateAsync(StateName, NewGrain(), state);

        AssertFresh(state);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task What_was_written_is_read()
    {
        var grain = NewGrain();
        var written = await WriteNewAsync(grain, 1);

        var read = await ReadAsync(grain);

        Assert.True(written.RecordExists);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(written.State!.Number, read.State!.Number);
        Assert.Equal(written.State!.Text, read.State!.Text);
        Assert.Equal(written.State!.Vector, read.State!.Vector);
    }

    [Fact]
    public async Task Write_without_ETag_needs_the_record_to_be_absent()
    {
        var grain = NewGrain();
        var first = await WriteNewAsync(grain, 1);

        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteNewAsync(grain, 2));

        await AssertStoredAsync(grain, 1, first.ETag);
    }

    [Fact]
    public async Task Write_with_a_stale_ETag_is_refused()
    {
        var grain = NewGrain();
        var current = await WriteNewAsync(grain, 1);
        var stale = new GrainState<ConformanceState>(new() { Number = 3 }, current.ETag);
        current.State = new() { Number = 2 };
        await Storage.WriteStateAsync(StateName, grain, current);

        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, grain, stale));

        await AssertStoredAsync(grain, 2, current.ETag);
    }

    [Fact]
    public async Task Write_with_an_ETag_needs_the_record_to_be_there()
    {
        var state = new GrainState<ConformanceState>(new(), "0000000000000001");

        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, NewGrain(), state));
    }

    [Fact]
    public async Task Clear_with_a_stale_ETag_is_refused()
    {
        var grain = NewGrain();
        var current = await WriteNewAsync(grain, 1);
        var stale = new GrainState<ConformanceState>(new(), current.ETag) { RecordExists = true };
        await Storage.WriteStateAsync(StateName, grain, current);

        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, grain, stale));

        await AssertStoredAsync(grain, 1, current.ETag);
    }

    [Fact]
    public async Task Clear_before_any_write_gives_a_fresh_state_that_can_be_written()
    {
        var grain = NewGrain();
        var state = new GrainState<ConformanceState>(new() { Number = 5 });

        await Storage.ClearStateAsync(StateName, grain, state);

        AssertFresh(state);
        state.State = new() { Number = 6 };
        await Storage.WriteStateAsync(StateName, grain, state);
        await AssertStoredAsync(grain, 6, state.ETag);
    }

    [Fact]
    public async Task Read_after_clear_gives_a_fresh_state()
    {
        var grain = NewGrain();
        var state = await WriteNewAsync(grain, 1);

        await Storage.ClearStateAsync(StateName, grain, state);

        var read = await ReadAsync(grain);
        AssertFresh(state);
        AssertFresh(read);
        Assert.Equal(DeletesOnClear, read.ETag is null);
        Assert.Equal(state.ETag, read.ETag);
    }

    [Fact]
    public async Task Clear_may_be_repeated_and_a_write_may_follow()
    {
        var grain = NewGrain();
        var state = await WriteNewAsync(grain, 1);

        await Storage.ClearStateAsync(StateName, grain, state);
        await Storage.ClearStateAsync(StateName, grain, state);
        await Storage.ClearStateAsync(StateName, grain, state);

        state.State = new() { Number = 2 };
        await Storage.WriteStateAsync(StateName, grain, state);
        await AssertStoredAsync(grain, 2, state.ETag);
    }

    [Fact]
    public async Task ETag_of_a_deleted_record_never_returns()
    {
        var grain = NewGrain();
        var state = await WriteNewAsync(grain, 1);
        var old = new GrainState<ConformanceState>(new() { Number = 9 }, state.ETag);
        await Storage.ClearStateAsync(StateName, grain, state);
        await Storage.WriteStateAsync(StateName, grain, state);

        _ = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, grain, old));
    }

    [Fact]
    public async Task ETag_changes_when_the_same_value_is_written()
    {
        var grain = NewGrain();
        var state = await WriteNewAsync(grain, 1);
        var before = state.ETag;

        await Storage.WriteStateAsync(StateName, grain, state);

        Assert.NotEqual(before, state.ETag);
        Assert.NotEmpty(state.ETag!);
    }

    [Fact]
    public async Task State_names_are_independent()
    {
        var grain = NewGrain();
        var one = new GrainState<ConformanceState>(new() { Number = 1 });
        var two = new GrainState<ConformanceState>(new() { Number = 2 });
        await Storage.WriteStateAsync("one", grain, one);
        await Storage.WriteStateAsync("two", grain, two);

        await Storage.ClearStateAsync("one", grain, one);

        await Storage.ReadStateAsync("one", grain, one);
        await Storage.ReadStateAsync("two", grain, two);
        AssertFresh(one);
        Assert.Equal(2, two.State!.Number);
    }

    [Theory]
    [InlineData("пользователь-1")]
    [InlineData("default/user 1 & co.")]
    [InlineData("用户/😀")]
    public async Task String_keys_are_kept_apart(string key)
    {
        var grain = GrainId.Create("conformance", key);
        var neighbour = GrainId.Create("conformance", key + "1");

        var state = await WriteNewAsync(grain, 1);
        _ = await WriteNewAsync(neighbour, 2);

        await AssertStoredAsync(grain, 1, state.ETag);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(255L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public async Task Integer_keys_are_kept_apart(long key)
    {
        var grain = GrainId.Create(GrainType.Create("conformance"), GrainIdKeyExtensions.CreateIntegerKey(key));

        var state = await WriteNewAsync(grain, 1);

        await AssertStoredAsync(grain, 1, state.ETag);
    }

    [Fact]
    public async Task A_hundred_grains_write_in_parallel()
    {
        var grains = Enumerable.Range(0, 100).Select(_ => NewGrain()).ToList();

        var states = await Task.WhenAll(grains.Select((grain, i) => Task.Run(() => WriteNewAsync(grain, i))));

        for (var i = 0; i < grains.Count; i++)
        {
            await AssertStoredAsync(grains[i], i, states[i].ETag);
        }
    }

    [Fact]
    public async Task Of_a_hundred_writers_of_one_grain_one_wins()
    {
        var grain = NewGrain();

        var writes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => TryWriteNewAsync(grain, i))));

        var winner = Assert.Single(writes, state => state is not null)!;
        await AssertStoredAsync(grain, winner.State!.Number, winner.ETag);
    }

    [Fact]
    public async Task A_failed_read_leaves_the_state_as_it_was()
    {
        var grain = NewGrain();
        await Storage.WriteStateAsync(StateName, grain, new GrainState<string>("not a ConformanceState"));
        var before = new ConformanceState { Number = 42 };
        var state = new GrainState<ConformanceState>(before, "tag") { RecordExists = true };

        _ = await Assert.ThrowsAnyAsync<Exception>(() => Storage.ReadStateAsync(StateName, grain, state));

        Assert.Same(before, state.State);
        Assert.Equal(FailedReadKeepsETag, state.ETag == "tag");
        Assert.True(state.RecordExists);
    }

    [Fact]
    public Task Random_operations_do_what_the_model_does() =>
        GrainStorageModel.CheckAsync(Storage, NewGrain, DeletesOnClear, ModelSequences);

    /// <summary>Starts the provider.</summary>
    protected abstract Task<IGrainStorage> StartAsync();

    /// <summary>Stops the provider and removes its store.</summary>
    protected abstract Task StopAsync();

    private static void AssertFresh(GrainState<ConformanceState> state)
    {
        Assert.False(state.RecordExists);
        Assert.NotNull(state.State);
        Assert.Equal(0, state.State!.Number);
        Assert.Null(state.State!.Text);
    }

    private GrainId NewGrain() => GrainId.Create("conformance", $"grain-{Interlocked.Increment(ref _grains)}");

    private async Task<GrainState<ConformanceState>> WriteNewAsync(GrainId grain, int number)
    {
        var state = new GrainState<ConformanceState>(new() { Number = number, Text = "é", Vector = [0.5f, float.MinValue, -0f] });
        await Storage.WriteStateAsync(StateName, grain, state);
        return state;
    }

    private async Task<GrainState<ConformanceState>?> TryWriteNewAsync(GrainId grain, int number)
    {
        try
        {
            return await WriteNewAsync(grain, number);
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private async Task<GrainState<ConformanceState>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<ConformanceState>();
        await Storage.ReadStateAsync(StateName, grain, state);
        return state;
    }

    private async Task AssertStoredAsync(GrainId grain, int number, string? etag)
    {
        var read = await ReadAsync(grain);
        Assert.True(read.RecordExists);
        Assert.Equal(number, read.State!.Number);
        Assert.Equal(etag, read.ETag);
    }
}
