using Orleans.Concurrency;
using Orleans.Reco.Storage;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

[GrainType("reco-catalog")]
[RequireRole(RecoRoles.Serving)]
[Reentrant]
[KeepAlive]
internal sealed class CatalogGrain(
    [PersistentState("catalog", RecoStorage.Name)] IPersistentState<CatalogState> state) : Grain, ICatalogGrain
{
    /// <summary>Ordinals are reserved in blocks: one write for many items. A crash wastes the rest of a block and reuses none.</summary>
    private const int BlockSize = 256;

    private readonly Guid _epoch = Guid.NewGuid();
    private readonly Dictionary<int, long> _changedAt = [];
    private readonly Dictionary<int, long> _versions = [];
    private Task _reserving = Task.CompletedTask;
    private int _next;
    private long _position;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _next = state.State.Reserved;
        return Task.CompletedTask;
    }

    public async Task<int> AllocateOrdinal()
    {
        var ordinal = _next++;
        while (ordinal >= state.State.Reserved)
        {
            if (_reserving.IsCompleted)
            {
                state.State.Reserved = ((ordinal / BlockSize) + 1) * BlockSize;
                _reserving = Reserve();
            }

            await _reserving;
        }

        await _reserving;
        return ordinal;
    }

    public Task ReportCommit(int shard, long version)
    {
        if (version > _versions.GetValueOrDefault(shard))
        {
            _versions[shard] = version;
            _changedAt[shard] = ++_position;
        }

        return Task.CompletedTask;
    }

    public Task<CatalogChanges> GetChanges(Guid epoch, long position)
    {
        var shards = (state.State.Reserved + CatalogShards.Size - 1) / CatalogShards.Size;
        var changed = epoch == _epoch
            ? _changedAt.Where(change => change.Value > position).Select(change => change.Key).ToArray()
            : null;
        return Task.FromResult(new CatalogChanges(_epoch, _position, shards, changed));
    }

    private async Task Reserve()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is reserved in memory is not on disk: start anew from what is.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>All ordinals below <see cref="Reserved"/> may have been given.</summary>
[GenerateSerializer]
[Alias("reco.CatalogState")]
internal sealed class CatalogState
{
    [Id(0)]
    public int Reserved { get; set; }
}
