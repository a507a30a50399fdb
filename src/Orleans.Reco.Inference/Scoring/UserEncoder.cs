using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Brings the users of a batch up to date: a state of the model in service is stepped over its pending events where they are few, one step for
/// all users at once; any other history is encoded whole. A user of whom nothing is pending keeps the vector that the query brought. Reusable;
/// not thread-safe.
/// </summary>
internal sealed class UserEncoder
{
    // A run of one step takes a quarter of what fifty events at once take, and steps come one after the other: fifty held a batch up for a millisecond.
    private const int MostSteps = 8;

    private readonly List<Pending> _pending = [];
    private readonly List<int> _whole = [];
    private ServingModel _model = null!;
    private IReadOnlyList<ScoreQuery> _queries = [];
    private int _dimension;
    private int _stateDimension;
    private float[] _states = [];
    private float[] _vectors = [];
    private bool[] _known = [];
    private bool[] _kept = [];

    // Of those users alone that are stepped or encoded together.
    private float[] _someStates = [];
    private float[] _someVectors = [];

    /// <summary>Encodes; the caller holds a lease of the model. What it gave before is no longer valid.</summary>
    public EncodedUsers Encode(ServingModel model, IReadOnlyList<ScoreQuery> queries)
    {
        (_model, _queries) = (model, queries);
        (_dimension, _stateDimension) = (model.Manifest.Dimension, model.Manifest.StateDimension);
        _ = Cleared(ref _states, queries.Count * _stateDimension);
        _ = Cleared(ref _vectors, queries.Count * _dimension);
        _ = Cleared(ref _known, queries.Count);
        _ = Cleared(ref _kept, queries.Count);
        Run();

        // To keep them until the next batch would keep a model that is replaced meanwhile.
        (_model, _queries) = (null!, []);
        return new EncodedUsers(_states, _vectors, _known, queries, _kept, model);
    }

    private static Span<T> Cleared<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        var span = array.AsSpan(0, length);
        span.Clear();
        return span;
    }

    private void Run()
    {
        _pending.Clear();
        _whole.Clear();
        for (var user = 0; user < _queries.Count; user++)
        {
            if (CanKeep(_queries[user]))
            {
                _queries[user].Vector.Values.Span.CopyTo(_vectors.AsSpan(user * _dimension));
                (_kept[user], _known[user]) = (true, true);
            }
            else if (CanStep(_queries[user]) && PendingOf(user) is { Events.Count: <= MostSteps and var count } pending && count <= _model.Manifest.MaxLength)
            {
                _pending.Add(pending);
            }
            else
            {
                _whole.Add(user);
            }
        }

        Step(_pending);
        EncodeWhole(_whole);
    }

    // Without a state, a vector may be that of an older history.
    private bool CanKeep(ScoreQuery query) =>
        query.Pending == 0
        && query.Vector.IsOf(_model.Version)
        && query.Vector.Dimension == _dimension
        && CanStep(query)
        && AllFinite(query.Vector.Values.Span);

    // A state with fewer events behind it than it claims, of another size or with broken numbers is as good as none.
    private bool CanStep(ScoreQuery query) =>
        _model.Encoder.CanStep
        && query.State.IsOf(_model.Version)
        && query.State.Dimension == _stateDimension
        && query.Pending >= 0
        && query.Pending <= query.History.Length
        && AllFinite(query.State.Values.Span);

    private Pending PendingOf(int user)
    {
        var query = _queries[user];
        return new Pending(user, KnownEvents(_model, query.History.Span[^query.Pending..]));
    }

    private void Step(List<Pending> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        // Most pending events first: the users that still have an event in a round are then a prefix.
        users.Sort((a, b) => b.Events.Count != a.Events.Count ? b.Events.Count.CompareTo(a.Events.Count) : a.User.CompareTo(b.User));
        var states = Cleared(ref _someStates, users.Count * _stateDimension);
        var vectors = Cleared(ref _someVectors, users.Count * _dimension);
        for (var i = 0; i < users.Count; i++)
        {
            _queries[users[i].User].State.Values.Span.CopyTo(states[(i * _stateDimension)..]);
        }

        // The first round takes everybody: without an event it keeps the state and gives its vector.
        var active = users.Count;
        for (var round = 0; round == 0 || round < users[0].Events.Count; round++)
        {
            while (round > 0 && users[active - 1].Events.Count <= round)
            {
                active--;
            }

            var (items, events) = EventsOfRound(users, active, round);
            _model.Encoder.Step(states[..(active * _stateDimension)], items, events, vectors[..(active * _dimension)]);
        }

        for (var i = 0; i < users.Count; i++)
        {
            var state = states.Slice(i * _stateDimension, _stateDimension);
            state.CopyTo(_states.AsSpan(users[i].User * _stateDimension));
            vectors.Slice(i * _dimension, _dimension).CopyTo(_vectors.AsSpan(users[i].User * _dimension));

            // Only a user without any known event is still at the zeros where all begin.
            _known[users[i].User] = state.ContainsAnyExcept(0f);
        }
    }

    private static (int[] Items, int[] Events) EventsOfRound(List<Pending> users, int active, int round)
    {
        int[] items = new int[active], events = new int[active];
        for (var i = 0; i < active; i++)
        {
            if (round < users[i].Events.Count)
            {
                (items[i], events[i]) = users[i].Events[round];
            }
        }

        return (items, events);
    }

    private void EncodeWhole(List<int> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        List<int> items = [], events = [], lengths = [], rows = [];
        foreach (var user in users)
        {
            var known = KnownEvents(_model, _queries[user].History.Span);
            if (known.Count == 0)
            {
                continue;
            }

            rows.Add(user);
            lengths.Add(known.Count);
            foreach (var (item, type) in known)
            {
                items.Add(item);
                events.Add(type);
            }
        }

        var states = Cleared(ref _someStates, rows.Count * _stateDimension);
        var vectors = Cleared(ref _someVectors, rows.Count * _dimension);
        _model.Encoder.Encode(
            CollectionsMarshal.AsSpan(items),
            CollectionsMarshal.AsSpan(events),
            CollectionsMarshal.AsSpan(lengths),
            states,
            vectors);
        for (var i = 0; i < rows.Count; i++)
        {
            states.Slice(i * _stateDimension, _stateDimension).CopyTo(_states.AsSpan(rows[i] * _stateDimension));
            vectors.Slice(i * _dimension, _dimension).CopyTo(_vectors.AsSpan(rows[i] * _dimension));
            _known[rows[i]] = true;
        }
    }

    /// <summary>Vocabulary and event indices of the events that a model was trained on, oldest first.</summary>
    public static List<(int Item, int Event)> KnownEvents(ServingModel model, ReadOnlySpan<HistoryEvent> history)
    {
        var known = new List<(int, int)>(history.Length);
        foreach (ref readonly var step in history)
        {
            int item = model.IndexOf(step.Ordinal), type = model.EventIndexOf(step.Type);
            if (item > 0 && type > 0)
            {
                known.Add((item, type));
            }
        }

        return known;
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private readonly record struct Pending(int User, List<(int Item, int Event)> Events);
}
