using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orleans.Reco.Grains;

/// <content>
/// Moving to another silo with all that memory holds. When a silo leaves, its users move: a write and a read for each of them at the same time
/// would be more than a store answers soon, and nobody would be served meanwhile. Orleans itself may move a grain that is deactivated while requests
/// wait for it.
/// </content>
internal sealed partial class UserGrain : IGrainMigrationParticipant
{
    // Builds that leave the records to Orleans have other names: what they give or get without them is read from the store instead.
    private const string SavedKey = "reco.user.durable";
    private const string UnsavedKey = "reco.user.pending";

    private Arrival? _arrived;
    private volatile bool _handedOver;

    /// <summary>Moves to a silo, and ends when the user has left; may be called from anywhere.</summary>
    public Task MoveTo(SiloAddress silo)
    {
        _handedOver = true;
        GrainContext.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo });
        return GrainContext.Deactivated;
    }

    public void OnDehydrate(IDehydrationContext context)
    {
        if (_unlogged is not null || _outdated)
        {
            // What memory has may not go to the store: the next activation begins with what is there, as after a crash.
            return;
        }

        // The stored form is what travels, and it is empty between two writes.
        _memory.Pack(promised: false);
        _records.Dehydrate(context);
        context.TryAddValue(SavedKey, _memory.SavedSequence);
        context.TryAddValue(UnsavedKey, _unsaved);

        // What is to be saved is the other activation's now: a write from here would take its ETag from it.
        _unsaved = false;
    }

    public void OnRehydrate(IRehydrationContext context)
    {
        if (context.TryGetValue(SavedKey, out long saved) && context.TryGetValue(UnsavedKey, out bool unsaved)
            && _records.Rehydrate(context))
        {
            _arrived = new Arrival(saved, unsaved);
        }
    }

    /// <summary>Begins with what the store has, or goes on: what was not in the store when the user left the other silo is not in it yet.</summary>
    private void Arrive()
    {
        if (_arrived is not { } arrived)
        {
            _memory.Replay();
            return;
        }

        _memory.SavedSequence = arrived.Saved;
        _arrived = null;
        if (arrived.Unsaved)
        {
            SaveSoon();
        }
    }

    /// <summary>What the user who came from another silo had there: up to where everything was durable, and whether there was more to save.</summary>
    private sealed record Arrival(long Saved, bool Unsaved);

    /// <summary>
    /// Called while the grain is being deactivated; true where it now moves with all others of its silo, unless no silo takes it. What nobody was
    /// promised then only goes along, and is lost with a move that fails, as with a crash. A user who moves alone is saved first.
    /// </summary>
    private bool MovesUnsaved(DeactivationReason reason)
    {
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown && services.Serving.Others().Count > 0)
        {
            MigrateOnIdle();
            return true;
        }

        return _handedOver && reason.ReasonCode == DeactivationReasonCode.Migrating;
    }
}
