using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>A user's state unpacked for work: what <see cref="UserState"/> is on disk, this is in memory.</summary>
internal sealed class UserMemory
{
    /// <summary>How many of the last events go with a query: as many as encoders are trained on by default.</summary>
    private const int Window = 50;

    private readonly UserState _state;
    private readonly RecentState _recent;
    private readonly int _idCapacity;
    private readonly int _besideState;

    // The user vector of the last scoring. Not stored: the next scoring makes it anew.
    private Embedding _vector;

    public UserMemory(UserState state, RecentState recent, UserOptions options)
    {
        (_state, _recent) = (state, recent);
        History = BehaviourHistory.From(state.History, options.HistoryCapacity);
        (_idCapacity, _besideState) = (options.EventIdCapacity, options.EventsBesideState);
        EventIds = EventIdWindow.From(state.EventIds, Math.Max(_idCapacity, state.EventIds.Length));
        Exposures = ExposureRing.From(state.Exposures, options.ExposureCapacity);
        SavedSequence = state.Sequence;
        state.Attributes = state.Attributes.Count > 0 ? state.Attributes : UserState.NoAttributes;
        Unpack();
    }

    public BehaviourHistory History { get; }

    public EventIdWindow EventIds { get; private set; }

    public ExposureRing Exposures { get; }

    /// <summary>Up to here everything is durable.</summary>
    public long SavedSequence { get; set; }

    public long Sequence => _state.Sequence;

    /// <summary>Lets the window hold a whole batch, so that it can be recognised whole when it is sent again.</summary>
    public void ExpectBatch(int events)
    {
        var capacity = Math.Max(_idCapacity, events);
        if (EventIds.Capacity != capacity)
        {
            EventIds = EventIdWindow.From(EventIds.ToPacked(), capacity);
        }
    }

    /// <summary>Takes a new event in and returns its sequence number.</summary>
    public long Apply(in RecentEvent e)
    {
        TakeIn(e);
        _recent.Add(e, _state.Sequence, _besideState);
        return _state.Sequence;
    }

    /// <summary>Takes in what the store has beside the state, and leaves there what the state has not.</summary>
    public void Replay()
    {
        var stored = _recent.Events;
        var first = _recent.Sequence - stored.Length + 1;
        var missing = new List<RecentEvent>();
        for (var i = 0; i < stored.Length; i++)
        {
            if (first + i > _state.AbsorbedEvents && !EventIds.Contains(stored[i].IdHash))
            {
                missing.Add(stored[i]);
                TakeIn(stored[i]);
            }
        }

        // Never below a number that was given out.
        SavedSequence = _state.Sequence = Math.Max(_state.Sequence, _recent.Sequence);
        _recent.Confirmed = _recent.Sequence;
        (_recent.Events, _recent.Sequence) = (new Packed<RecentEvent>([.. missing]), _state.Sequence);
    }

    /// <summary>The version that made the encoder's state; null where there is none.</summary>
    public string? VectorVersion => _state.EncoderState.IsEmpty ? null : _state.EncoderState.ModelVersion;

    /// <summary>The ordinal of the last item of the history; null without one.</summary>
    public int? LastItem
    {
        get
        {
            for (var i = History.Count - 1; i >= 0; i--)
            {
                if (History[i].Ordinal >= 0)
                {
                    return History[i].Ordinal;
                }
            }

            return null;
        }
    }

    /// <summary>The query part that stands for the user.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="version">The version that is to score; null = the one in service.</param>
    public ScoreQuery AsQuery(string tenant, string? version)
    {
        var recent = History.Last(Window);
        var pending = _state.HistoryEvents - _state.EncodedEvents;
        return new ScoreQuery
        {
            Tenant = tenant,
            ModelVersion = version,
            History = recent,
            State = pending <= recent.Length ? _state.EncoderState : default,
            Pending = (int)Math.Min(pending, recent.Length),
            Vector = _vector,
        };
    }

    /// <summary>The number to give to <see cref="Remember"/> with the result of a query made now.</summary>
    public long HistoryEvents => _state.HistoryEvents;

    /// <summary>Keeps what scoring made of the first <paramref name="historyEvents"/> events, unless a later scoring was faster.</summary>
    public void Remember(ScoreResult result, long historyEvents)
    {
        if (!result.State.IsEmpty && (historyEvents >= _state.EncodedEvents || !_state.EncoderState.IsOf(result.ModelVersion)))
        {
            _state.EncoderState = result.State;
            _state.EncodedEvents = historyEvents;
            _vector = result.Vector;
        }
    }

    /// <summary>Brings the stored form up to date for a write.</summary>
    /// <param name="promised">True where somebody is told that it lasts.</param>
    public void Pack(bool promised)
    {
        _state.Delay(!promised);
        (_state.History, _state.EventIds, _state.Exposures) = (History.ToPacked(), EventIds.ToPacked(), Exposures.ToPacked());
        _state.AbsorbedEvents = _recent.Confirmed;
    }

    /// <summary>The write has ended: the stored form goes, so that a resident user holds everything once.</summary>
    public void Unpack() => (_state.History, _state.EventIds, _state.Exposures) = (default, default, default);

    /// <summary>Impressions are exposures, and do not enter the history.</summary>
    private void TakeIn(in RecentEvent e)
    {
        EventIds.Add(e.IdHash);
        if (e.Step.Type != InteractionType.Impression)
        {
            History.Append(e.Step);
            _state.HistoryEvents++;
        }
        else if (e.Step.Ordinal >= 0)
        {
            Exposures.Record([e.Step.Ordinal], e.Step.UnixSeconds);
        }

        _state.Sequence++;
    }
}
