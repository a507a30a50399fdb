using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Brings the users of a batch up to date: a state of the model in service is stepped over its pending events where they are few, one step for
/// all users at once; any other history is encoded whole. A user of whom nothing is pending keeps the vector that the query brought.
/// </summary>
internal sealed class UserEncoder
{
    // A run of one step takes a quarter of what fifty events at once take, and steps come one after the other: fifty held a batch up for a millisecond.
    private const int MostSteps = 8;

    private readonly ServingModel _model;
    private readonly IReadOnlyList<ScoreQuery> _queries;
    private readonly int _dimension;
    private readonly int _stateDimension;
    private readonly float[] _states;
    private readonly float[] _vectors;
    private readonly bool[] _known;
    private readonly bool[] _kept;

    private UserEncoder(ServingModel model, IReadOnlyList<ScoreQuery> queries)
    {
        _model = model;
        _queries = queries;
        _dimension = model.Manifest.Dimension;
        _stateDimension = model.Manifest.StateDimension;
        _states = new float[queries.Count * _stateDimension];
        _vectors = new float[queries.Count * _dimension];
        _known = new bool[queries.Count];
        _kept = new bool[queries.Count];
    }

    /// <summary>Encodes; the caller holds a lease of the model.</summary>
    public static EncodedUsers Encode(ServingModel model, IReadOnlyList<ScoreQuery> queries)
    {
        var encoder = new UserEncoder(model, queries);
        encoder.Run();
        return new EncodedUsers(encoder._states, encoder._vectors, encoder._known, queries, encoder._kept, model);
    }

    private void Run()
    {
        var stepped = new List<Pending>();
        var encoded = new List<int>();
        for (var user = 0; user < _queries.Count; user++)
        {
            if (CanKeep(_queries[user]))
            {
                _queries[user].Vector.Values.Span.CopyTo(_vectors.AsSpan(user * _dimension));
                (_kept[user], _known[user]) = (true, true);
            }
            else if (CanStep(_queries[user]) && PendingOf(user) is { Events.Count: <= MostSteps and var count } pending && count <= _model.Manifest.MaxLength)
            {
                stepped.Add(pending);
            }
            else
            {
                encoded.Add(user);
            }
        }

        Step(stepped);
        EncodeWhole(encoded);
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
        var states = new float[users.Count * _stateDimension];
        var vectors = new float[users.Count * _dimension];
        for (var i = 0; i < users.Count; i++)
        {
            _queries[users[i].User].State.Values.Span.CopyTo(states.AsSpan(i * _stateDimension));
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
            _model.Encoder.Step(states.AsSpan(0, active * _stateDimension), items, events, vectors.AsSpan(0, active * _dimension));
        }

        for (var i = 0; i < users.Count; i++)
        {
            var state = states.AsSpan(i * _stateDimension, _stateDimension);
            state.CopyTo(_states.AsSpan(users[i].User * _stateDimension));
            vectors.AsSpan(i * _dimension, _dimension).CopyTo(_vectors.AsSpan(users[i].User * _dimension));

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

        var states = new float[rows.Count * _stateDimension];
        var vectors = new float[rows.Count * _dimension];
        _model.Encoder.Encode(
            CollectionsMarshal.AsSpan(items),
            CollectionsMarshal.AsSpan(events),
            CollectionsMarshal.AsSpan(lengths),
            states,
            vectors);
        for (var i = 0; i < rows.Count; i++)
        {
            states.AsSpan(i * _stateDimension, _stateDimension).CopyTo(_states.AsSpan(rows[i] * _stateDimension));
            vectors.AsSpan(i * _dimension, _dimension).CopyTo(_vectors.AsSpan(rows[i] * _dimension));
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
