using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

/// <summary>
/// A user's two records in the store. Orleans' own persistent states have a queue, two locks and a life cycle for each user who is in memory: a
/// seventh of what one takes, and a turn more for each write. Here the grain sees to it that there is one write at a time.
/// </summary>
internal sealed class UserRecords
{
    private const string StateName = "user";
    private const string RecentName = "recent";
    private const string StateKey = "reco.user.state";
    private const string RecentKey = "reco.user.recent";

    /// <summary>All of the user, as of some event.</summary>
    public UserState State { get; private set; } = new();

    /// <summary>The events since then.</summary>
    public RecentState Recent { get; private set; } = new();

    /// <summary>Reads both.</summary>
    /// <exception cref="OrleansException">The store did not answer.</exception>
    public async Task ReadAsync(IGrainStorage storage, GrainId user)
    {
        try
        {
            var (state, recent) = (new GrainState<UserState>(), new GrainState<RecentState>());
            await Task.WhenAll(storage.ReadStateAsync(StateName, user, state), storage.ReadStateAsync(RecentName, user, recent));
            (State, Recent) = (Taken(state), Taken(recent));
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            // Of Orleans' own type, which every client can read, and without the text: it may name the user.
            throw new OrleansException($"A user's records could not be read: {exception.GetType().Name}.");
        }
    }

    /// <summary>Writes one of the two as it is now, and before it, or in one commit with it, the events that the log has not got.</summary>
    /// <param name="storage">The store.</param>
    /// <param name="log">The event log.</param>
    /// <param name="user">The user.</param>
    /// <param name="unlogged">Events for the log, which leave the list when it has them.</param>
    /// <param name="whole">True for the state, false for the events beside it.</param>
    public Task WriteAsync(IGrainStorage storage, IEventLog log, GrainId user, List<LoggedEvent> unlogged, bool whole) => whole
        ? WriteAsync(storage, log, StateName, user, unlogged, State)
        : WriteAsync(storage, log, RecentName, user, unlogged, Recent);

    /// <summary>Clears what the store has of both. Events first: without a state nobody would look for them.</summary>
    /// <param name="storage">The store.</param>
    /// <param name="user">The user.</param>
    /// <param name="uncertain">True where the store may have either and nobody here knows.</param>
    public async Task ClearAsync(IGrainStorage storage, GrainId user, bool uncertain)
    {
        if (Recent.IsStored || uncertain)
        {
            var recent = WithVersion(Recent, Recent);
            await storage.ClearStateAsync(RecentName, user, recent);
            Recent = Taken(recent);
        }

        if (State.IsStored || uncertain)
        {
            var state = WithVersion(State, State);
            await storage.ClearStateAsync(StateName, user, state);
            State = Taken(state);
        }
    }

    /// <summary>Gives both as memory has them to the silo that the user moves to.</summary>
    public void Dehydrate(IDehydrationContext context)
    {
        context.TryAddValue(StateKey, WithVersion(State, State));
        context.TryAddValue(RecentKey, WithVersion(Recent, Recent));
    }

    /// <summary>Takes both from the silo that the user was on; false where it gave nothing.</summary>
    public bool Rehydrate(IRehydrationContext context)
    {
        if (context.TryGetValue(StateKey, out GrainState<UserState>? state) && context.TryGetValue(RecentKey, out GrainState<RecentState>? recent)
            && state is not null && recent is not null)
        {
            (State, Recent) = (Taken(state), Taken(recent));
            return true;
        }

        return false;
    }

    private static async Task WriteAsync<T>(
        IGrainStorage storage, IEventLog log, string name, GrainId user, List<LoggedEvent> unlogged, T record)
        where T : class, IStoredRecord<T>
    {
        var joins = log.CanCommitWith(storage);

        // Memory goes on while another log is written, and the store must have nothing that the log has not.
        var written = WithVersion(joins ? record : record.Snapshot(), record);
        if (joins && unlogged.Count > 0)
        {
            await log.CommitAsync(unlogged, storage, name, user, written);
            unlogged.Clear();
        }
        else
        {
            await log.AppendAsync(unlogged);
            unlogged.Clear();
            await storage.WriteStateAsync(name, user, written);
        }

        (record.ETag, record.IsStored) = (written.ETag, written.RecordExists);
    }

    private static GrainState<T> WithVersion<T>(T content, T record)
        where T : class, IStoredRecord<T> =>
        new(content, record.ETag!) { RecordExists = record.IsStored };

    private static T Taken<T>(GrainState<T> stored)
        where T : class, IStoredRecord<T>, new()
    {
        var record = stored.State ?? new T();
        (record.ETag, record.IsStored) = (stored.ETag, stored.RecordExists);
        return record;
    }
}
