using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

public sealed class QuietCollectionsTests : IDisposable
{
    private const int Bytes = 100_000;
    private const int Busy = 4 * Bytes;
    private const int Crowd = 16;

    private readonly FakeGeneration _generation = new();
    private readonly QuietCollections _collections;

    public QuietCollectionsTests() => _collections = new(new CollectorOptions { QuietBytes = Bytes, BusyBytes = Busy }, _generation, cores: 1);

    public void Dispose() => _collections.Dispose();

    [Fact]
    public async Task What_is_left_is_collected_when_the_last_request_ends()
    {
        OneRequestAt(Bytes - 1);
        OneRequestAt(Bytes);

        await _generation.Collected();
        Assert.Equal([Bytes], _generation.CollectedAt);
    }

    [Fact]
    public async Task The_more_is_under_way_the_more_there_must_be()
    {
        var (first, second, third) = (_collections.Begin(), _collections.Begin(), _collections.Begin());
        _generation.AllocatedBytes = (3 * Bytes) - 1;
        first.Dispose();
        second.Dispose();

        await _generation.Collected();
        OneRequestAt(4 * Bytes);
        _generation.AllocatedBytes = 5 * Bytes;
        third.Dispose();

        // Two under way wanted three hundred, one wanted two; since then a first look, and a hundred more.
        await _generation.Collected();
        Assert.Equal([(3 * Bytes) - 1, 5 * Bytes], _generation.CollectedAt);
    }

    [Fact]
    public async Task Many_under_way_do_not_wait_for_ever()
    {
        var requests = Enumerable.Range(0, Crowd + 1).Select(_ => _collections.Begin()).ToArray();
        _generation.AllocatedBytes = Busy - 1;
        requests[0].Dispose();
        _generation.AllocatedBytes = Busy;
        requests[1].Dispose();

        await _generation.Collected();
        Assert.Equal([Busy], _generation.CollectedAt);
    }

    [Fact]
    public async Task In_a_crowd_the_runtime_decides()
    {
        var requests = Enumerable.Range(0, Crowd + 2).Select(_ => _collections.Begin()).ToArray();
        _generation.AllocatedBytes = 10 * Busy;
        requests[0].Dispose();
        _generation.AllocatedBytes++;
        requests[1].Dispose();

        await _generation.Collected();
        Assert.Equal([(10 * Busy) + 1], _generation.CollectedAt);
    }

    [Fact]
    public async Task A_collection_by_the_runtime_is_one_too()
    {
        OneRequestAt(Bytes / 2);
        _generation.Collections++;
        OneRequestAt(Bytes);
        OneRequestAt((2 * Bytes) - 1);
        OneRequestAt(2 * Bytes);

        await _generation.Collected();
        Assert.Equal([2 * Bytes], _generation.CollectedAt);
    }

    [Fact]
    public async Task Without_a_size_the_runtime_alone_decides()
    {
        var untouched = new FakeGeneration { AllocatedBytes = 1_000 * Bytes };
        using var silent = new QuietCollections(new CollectorOptions { QuietBytes = 0 }, untouched, cores: 1);
        silent.Begin().Dispose();

        OneRequestAt(Bytes);
        await _generation.Collected();
        Assert.Empty(untouched.CollectedAt);
    }

    [Fact]
    public async Task A_request_that_fails_is_not_under_way_for_ever()
    {
        Assert.Throws<InvalidOperationException>(Fail);
        OneRequestAt(Bytes);
        await _generation.Collected();

        void Fail()
        {
            using var request = _collections.Begin();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task A_collection_that_waits_holds_no_request_up()
    {
        using var begun = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        _generation.Collecting = () =>
        {
            begun.Release();
            gate.Wait(TestContext.Current.CancellationToken);
        };
        OneRequestAt(Bytes);
        await begun.WaitAsync(TestContext.Current.CancellationToken);

        // On this thread, which would wait for ever.
        OneRequestAt(3 * Bytes);
        Assert.Equal(0, _generation.Collections);
        gate.Release();
        await _generation.Collected();
        Assert.Equal([Bytes], _generation.CollectedAt);
    }

    [Fact]
    public void Of_this_process_it_is_the_runtimes()
    {
        var (generation, before) = (new RuntimeYoungGeneration(), GC.CollectionCount(0));
        var allocated = generation.AllocatedBytes;
        _ = GC.AllocateUninitializedArray<byte>(1 << 16);
        Assert.True(generation.AllocatedBytes > allocated);

        generation.Collect();

        Assert.True(generation.Collections > before);
    }

    private void OneRequestAt(long allocated)
    {
        var request = _collections.Begin();
        _generation.AllocatedBytes = allocated;
        request.Dispose();
    }

    /// <summary>Notes at how many bytes it was collected.</summary>
    private sealed class FakeGeneration : IYoungGeneration
    {
        private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

        private readonly SemaphoreSlim _collected = new(0);

        public int Collections { get; set; }

        public long AllocatedBytes { get; set; }

        public List<long> CollectedAt { get; } = [];

        /// <summary>Called by each collection, before it has counted.</summary>
        public Action? Collecting { get; set; }

        public void Collect()
        {
            CollectedAt.Add(AllocatedBytes);
            Collecting?.Invoke();
            Collections++;
            _collected.Release();
        }

        public async Task Collected() =>
            Assert.True(await _collected.WaitAsync(Deadline, TestContext.Current.CancellationToken), "Nothing was collected.");
    }
}
