using Orleans.Concurrency;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

[GrainType("reco-catalog-shard")]
[RequireRole(RecoRoles.Serving)]
[Reentrant]
internal sealed class CatalogShardGrain(
    [PersistentState("shard", RecoStorage.Name)] IPersistentState<CatalogShardState> state,
    [PersistentState("signals", RecoStorage.Name)] IPersistentState<CatalogSignalsState> saved,
    SiloBroadcast broadcast,
    TimeProvider time) : Grain, ICatalogShardGrain
{
    private static readonly TimeSpan SignalSaveInterval = TimeSpan.FromSeconds(30);

    private const int SavePhases = 64;

    private readonly Dictionary<int, ItemSignals> _signals = [];
    private List<Pending> _pending = [];
    private string _tenant = "";
    private int _shard;
    private bool _pumping;
    private bool _signalsChanged;

    private readonly record struct Pending(CatalogEntry Entry, TaskCompletionSource Done);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = RecoKey.Parse(this.GetPrimaryKeyString());
        (_tenant, _shard) = (key.Tenant, int.Parse(key.Id));
        foreach (var signal in saved.RecordExists ? saved.State.Signals : state.State.Signals)
        {
            _signals[signal.Ordinal] = signal;
        }

        // One shard after the other: all at once would be a burst of writes.
        var due = SignalSaveInterval * (1 + (_shard % SavePhases / (double)SavePhases));
        this.RegisterGrainTimer(SaveSignals, new() { DueTime = due, Period = SignalSaveInterval });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveSignals(cancellationToken);

    public Task Apply(CatalogEntry entry)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending.Add(new(entry, done));
        if (!_pumping)
        {
            _pumping = true;
            _ = Pump();
        }

        return done.Task;
    }

    public Task ReportSignals(ItemSignals[] signals)
    {
        foreach (var signal in signals)
        {
            _signals[signal.Ordinal] = signal;
        }

        _signalsChanged = true;
        return Task.CompletedTask;
    }

    public Task<CatalogDelta> GetSince(long version)
    {
        var entries = state.State.Slots.Values.Where(slot => slot.Version > version).Select(slot => slot.Entry).ToArray();
        return Task.FromResult(new CatalogDelta(_shard, version, state.State.Version, entries, [.. _signals.Values]));
    }

    /// <summary>Writes and spreads all that has come in the meantime as one change, until nothing is left: group commit.</summary>
    private async Task Pump()
    {
        while (_pending.Count > 0)
        {
            var batch = _pending;
            _pending = [];
            try
            {
                await Commit(batch);
                batch.ForEach(pending => pending.Done.SetResult());
            }
            catch (Exception exception)
            {
                var failure = new RecoUnavailableException("The catalog could not be written; put the item again.", exception);
                batch.ForEach(pending => pending.Done.SetException(failure));
                _pending.ForEach(pending => pending.Done.SetException(failure));
                _pending.Clear();

                // Memory is ahead of the store: start anew from what is stored.
                DeactivateOnIdle();
            }
        }

        _pumping = false;
    }

    private async Task Commit(List<Pending> batch)
    {
        var from = state.State.Version;

        // A clock reading, so that a version whose write failed is never the name of another change.
        var to = Math.Max(from + 1, time.GetUtcNow().Ticks);
        foreach (var (entry, _) in batch)
        {
            state.State.Slots[entry.Ordinal] = new(entry, to);
        }

        state.State.Version = to;
        await state.WriteStateAsync();
        await GrainFactory.GetGrain<ICatalogGrain>(_tenant).ReportCommit(_shard, to);
        await broadcast.ApplyCatalog(_tenant, new CatalogDelta(_shard, from, to, [.. batch.Select(pending => pending.Entry)], []));
    }

    private async Task SaveSignals(CancellationToken cancellationToken)
    {
        if (_signalsChanged)
        {
            _signalsChanged = false;
            saved.State.Signals = [.. _signals.Values];
            try
            {
                await saved.WriteStateAsync(cancellationToken);
                state.State.Signals = [];
            }
            catch (Exception failure) when (failure is not InconsistentStateException)
            {
                // They are still here; the next interval saves them.
                _signalsChanged = true;
            }
            finally
            {
                saved.State.Signals = [];
            }
        }
    }
}

[GenerateSerializer]
[Alias("reco.CatalogShardState")]
internal sealed class CatalogShardState
{
    [Id(0)]
    public long Version { get; set; }

    [Id(1)]
    public Dictionary<int, CatalogSlot> Slots { get; set; } = [];

    /// <summary>Signals of a shard that was last written before they had a record of their own.</summary>
    [Id(2)]
    public ItemSignals[] Signals { get; set; } = [];
}

/// <summary>What behaviour says of the shard's items: written often, and so apart from the records.</summary>
[GenerateSerializer]
[Alias("reco.CatalogSignalsState")]
internal sealed class CatalogSignalsState : IDelayedDurability
{
    bool IDelayedDurability.MayBeDelayed => true;

    [Id(0)]
    public ItemSignals[] Signals { get; set; } = [];
}

/// <summary>An entry and the shard version that brought it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.CatalogSlot")]
internal sealed record CatalogSlot([property: Id(0)] CatalogEntry Entry, [property: Id(1)] long Version);
