using Orleans.Reco.Core;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Grains.Tests;

/// <summary>The order of the two writes where events and states are not in one database.</summary>
public sealed class UserRecordsTests
{
    private static readonly GrainId User = GrainId.Create("reco-user", "default/ben");
    private readonly Log _log = new();
    private readonly Store _store = new();
    private readonly UserRecords _records = new();
    private readonly List<LoggedEvent> _unlogged = [];

    [Fact]
    public async Task What_memory_takes_in_while_the_log_is_written_is_not_in_the_store()
    {
        TakeIn(1);
        _log.Gate = new TaskCompletionSource();
        var write = WriteAsync(whole: false);
        TakeIn(2);
        _log.Gate.SetResult();
        await write;
        Assert.Equal([1], _store.Recent!.Events.Span.ToArray().Select(e => (int)e.IdHash));
        Assert.Equal(1, _store.Recent.Sequence);
        Assert.True(_records.Recent.IsStored);

        _log.Gate = new TaskCompletionSource();
        write = WriteAsync(whole: true);
        _records.State.Sequence = 9;
        _log.Gate.SetResult();
        await write;
        Assert.Equal(0, _store.State!.Sequence);
        Assert.True(_records.State.IsStored);
    }

    [Fact]
    public async Task A_log_that_takes_nothing_keeps_the_store_from_it_and_the_events_in_the_list()
    {
        TakeIn(1);
        _log.Away = true;
        await Assert.ThrowsAsync<RecoUnavailableException>(() => WriteAsync(whole: false));
        Assert.Null(_store.Recent);
        Assert.Single(_unlogged);

        _log.Away = false;
        _store.Away = true;
        await Assert.ThrowsAsync<OrleansException>(() => WriteAsync(whole: false));
        Assert.Empty(_unlogged);
        Assert.False(_records.Recent.IsStored);

        // They are in the log: the next write is of the record alone.
        _store.Away = false;
        await WriteAsync(whole: false);
        Assert.Single(_log.Events);
        Assert.Single(_store.Recent!.Events.Span.ToArray());
    }

    private void TakeIn(int number)
    {
        _records.Recent.Add(new RecentEvent((ulong)number, default), number, capacity: 16);
        if (number == 1)
        {
            _unlogged.Add(new LoggedEvent { Tenant = "default", EventId = "1", User = "u", Type = "view", Timestamp = default, ReceivedAt = default });
        }
    }

    private Task WriteAsync(bool whole) => _records.WriteAsync(_store, _log, User, _unlogged, whole);

    private sealed class Log : IEventLog
    {
        public TaskCompletionSource Gate { get; set; } = Open();

        public bool Away { get; set; }

        public List<LoggedEvent> Events { get; } = [];

        public async ValueTask AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken = default)
        {
            if (Away)
            {
                throw new RecoUnavailableException("away");
            }

            Events.AddRange(events);
            await Gate.Task;
        }

        public bool CanCommitWith(IGrainStorage storage) => false;

        public Task CommitAsync<T>(
            IReadOnlyList<LoggedEvent> events, IGrainStorage storage, string stateName, GrainId grainId, IGrainState<T> grainState) =>
            throw new NotSupportedException();

        public Task FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task EraseAsync(string tenant, string user, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }

    private sealed class Store : IGrainStorage
    {
        public bool Away { get; set; }

        public UserState? State { get; private set; }

        public RecentState? Recent { get; private set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (Away)
            {
                throw new OrleansException("away");
            }

            State = grainState.State as UserState ?? State;
            Recent = grainState.State as RecentState ?? Recent;
            (grainState.ETag, grainState.RecordExists) = ("1", true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
    }
}
