using CsCheck;

namespace Orleans.Reco.Grains.Tests;

public sealed class RecentStateTests
{
    private static readonly int Capacity = new UserOptions().EventsBesideState;

    private enum Step
    {
        Track,
        TrackAndLose,
        WriteState,
        Crash,
    }

    [Fact]
    public void Whatever_a_crash_leaves_behind_has_each_acknowledged_event_once() =>
        Gen.Enum<Step>().Array[1, 80].Sample(steps =>
        {
            var store = new Store();
            var user = store.Load();
            var acknowledged = new List<int>();
            for (var i = 0; i < steps.Length; i++)
            {
                switch (steps[i])
                {
                    case Step.Track or Step.TrackAndLose:
                        user.Track(i);
                        if (user.Save(reaches: steps[i] == Step.Track))
                        {
                            acknowledged.Add(i);
                        }

                        break;
                    case Step.WriteState:
                        user.SaveState();
                        break;
                    default:
                        user = store.Load();
                        Assert.True(user.Memory.Sequence >= acknowledged.Count);
                        break;
                }
            }

            var found = store.Load().Events;
            Assert.Equal(found.Distinct(), found);
            Assert.Empty(acknowledged.Except(found));
        });

    [Fact]
    public void Two_activations_that_take_turns_lose_nothing_that_either_acknowledged() =>
        Gen.Select(Gen.Bool, Gen.Enum<Step>()).Array[1, 80].Sample(steps =>
        {
            var store = new Store();
            User[] users = [store.Load(), store.Load()];
            var acknowledged = new List<int>();
            for (var i = 0; i < steps.Length; i++)
            {
                var (second, step) = steps[i];
                ref var user = ref users[second ? 1 : 0];
                var done = true;
                switch (step)
                {
                    case Step.Track or Step.TrackAndLose:
                        user.Track(i);
                        done = user.Save(reaches: true);
                        if (done)
                        {
                            acknowledged.Add(i);
                        }

                        break;
                    case Step.WriteState:
                        done = user.SaveState();
                        break;
                    default:
                        user = store.Load();
                        break;
                }

                // An activation whose write is refused leaves.
                user = done ? user : store.Load();
            }

            var found = store.Load().Events;
            Assert.Equal(found.Distinct(), found);
            Assert.Empty(acknowledged.Except(found));
        });

    [Fact]
    public void A_full_record_takes_no_more_until_the_state_is_written()
    {
        var recent = new RecentState();
        for (var i = 1; i <= Capacity; i++)
        {
            recent.Add(new RecentEvent((ulong)i, default), i, Capacity);
            Assert.True(recent.Reaches(i));
        }

        recent.Add(new RecentEvent(99, default), Capacity + 1, Capacity);
        Assert.False(recent.Reaches(Capacity + 1));

        // The event that did not fit is in the state now, and one that came later is missing here.
        recent.Written(Capacity + 1, whole: true);
        recent.Add(new RecentEvent(101, default), Capacity + 3, Capacity);
        Assert.False(recent.Reaches(Capacity + 3));
        Assert.True(recent.Events.IsEmpty);
    }

    [Fact]
    public void What_came_while_the_state_was_written_stays()
    {
        var recent = new RecentState();
        for (var i = 1; i <= 5; i++)
        {
            recent.Add(new RecentEvent((ulong)i, default), i, Capacity);
        }

        recent.Written(3, whole: true);
        Assert.Equal([4, 5], recent.Events.Span.ToArray().Select(e => e.IdHash));
        recent.Written(2, whole: true);
        Assert.Equal([4, 5], recent.Events.Span.ToArray().Select(e => e.IdHash));
        Assert.True(recent.Reaches(5));
    }

    /// <summary>Two records, each with a version that a writer must know.</summary>
    private sealed class Store
    {
        public (int ETag, UserState State) State { get; set; } = (0, new UserState());

        public (int ETag, RecentState Recent) Recent { get; set; } = (0, new RecentState());

        public User Load() => new(this);
    }

    private sealed class User
    {
        private readonly Store _store;
        private readonly UserState _state;
        private readonly RecentState _recent;
        private int _stateETag;
        private int _recentETag;

        public User(Store store)
        {
            (_store, _stateETag, _recentETag) = (store, store.State.ETag, store.Recent.ETag);
            (_state, _recent) = (Copy(store.State.State), Copy(store.Recent.Recent));
            Memory = new UserMemory(_state, _recent, new UserOptions { EventIdCapacity = Capacity });
            Memory.Replay();
        }

        public UserMemory Memory { get; }

        public List<int> Events => [.. Memory.History.ToPacked().Span.ToArray().Select(e => e.Ordinal)];

        public void Track(int item) =>
            Memory.Apply(new RecentEvent((ulong)item + 1, new HistoryEvent(item, 1, 0, InteractionType.View)));

        /// <summary>As the grain does it; false where the write did not reach the store or was refused.</summary>
        public bool Save(bool reaches)
        {
            if (_stateETag == 0 || !_recent.Reaches(Memory.Sequence))
            {
                return reaches && SaveState();
            }

            if (!reaches || _store.Recent.ETag != _recentETag)
            {
                return false;
            }

            _store.Recent = (++_recentETag, Copy(_recent));
            _recent.Written(Memory.Sequence, whole: false);
            return true;
        }

        public bool SaveState()
        {
            if (_store.State.ETag != _stateETag)
            {
                return false;
            }

            Memory.Pack(promised: true);
            _store.State = (++_stateETag, Copy(_state));
            Memory.Unpack();
            _recent.Written(Memory.Sequence, whole: true);
            return true;
        }

        private static UserState Copy(UserState state) => new()
        {
            Sequence = state.Sequence,
            HistoryEvents = state.HistoryEvents,
            History = state.History,
            EventIds = state.EventIds,
            AbsorbedEvents = state.AbsorbedEvents,
        };

        private static RecentState Copy(RecentState recent) => new() { Sequence = recent.Sequence, Events = recent.Events };
    }
}
