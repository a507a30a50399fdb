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
    private const string SavedKey = "reco.user.saved";
    private const string UnsavedKey = "reco.user.unsaved";

    private (long Saved, bool Unsaved)? _arrived;

    /// <summary>Moves to a silo, and ends when the user has left; may be called from anywhere.</summary>
    public Task MoveTo(SiloAddress silo)
    {
        GrainContext.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = silo });
        return GrainContext.Deactivated;
    }

    public void OnDehydrate(IDehydrationContext context)
    {
        // The stored form is what travels, right after this call, and it is empty between two writes.
        _memory.Pack(promised: false);
        context.TryAddValue(SavedKey, _memory.SavedSequence);
        context.TryAddValue(UnsavedKey, _unsaved);
    }

    public void OnRehydrate(IRehydrationContext context)
    {
        if (context.TryGetValue(SavedKey, out long saved) && context.TryGetValue(UnsavedKey, out bool unsaved))
        {
            _arrived = (saved, unsaved);
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
        if (arrived.Unsaved)
        {
            SaveSoon();
        }
    }

    /// <summary>Called while the grain is being deactivated; true where it now moves instead, unless no silo takes it.</summary>
    private bool Moves(DeactivationReason reason)
    {
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown && services.Serving.Others().Count > 0)
        {
            MigrateOnIdle();
            return true;
        }

        return reason.ReasonCode == DeactivationReasonCode.Migrating;
    }
}
