using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

[GrainType("reco-item")]
[RequireRole(RecoRoles.Serving)]
internal sealed class ItemGrain(
    [PersistentState("item", RecoStorage.Name)] IPersistentState<ItemState> state,
    IOptions<SignalOptions> options,
    LazySaves lazySaves,
    TimeProvider time) : Grain, IItemGrain, IItemActivityGrain, ISavesLazily
{
    /// <summary>Neighbours that every silo's view holds of an item.</summary>
    private const int CoVisitsInView = 20;

    private RecoKey _key;
    private DecayedCounter _popularity;
    private DecayedCounter _trend;
    private CoVisitSketch _coVisits = null!;
    private volatile bool _unsaved;
    private bool _writesRecord;
    private bool _leaving;

    public bool IsUnsaved => _unsaved;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RecoKey.Parse(this.GetPrimaryKeyString());
        (_popularity, _trend) = (state.State.Popularity, state.State.Trend);
        _coVisits = CoVisitSketch.From(
            state.State.CoVisits, options.Value.CoVisitHalfLife.TotalSeconds, options.Value.CoVisitCapacity);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        await SaveCounters();
    }

    public async Task Upsert(CatalogItem item)
    {
        if (item.ItemId != _key.Id)
        {
            throw new RecoValidationException("itemId", "must be the id of the item that is put");
        }

        if (CatalogItemValidator.Validate(item) is { } error)
        {
            throw new RecoValidationException(error.Field, error.Message);
        }

        var published = item.PublishedAt ?? state.State.Item?.PublishedAt ?? time.GetUtcNow();
        await Put(item with { PublishedAt = published });
    }

    public Task<ItemProfile?> Get() => Task.FromResult(state.State.Item is { } item
        ? new ItemProfile
        {
            Item = item,
            Ordinal = state.State.Ordinal,
            Popularity = _popularity.At(time.Now(), options.Value.PopularityHalfLife.TotalSeconds),
            Trend = _trend.At(time.Now(), options.Value.TrendHalfLife.TotalSeconds),
        }
        : null);

    public async Task<bool> Delete()
    {
        if (state.State.Item is null)
        {
            return false;
        }

        await Put(null);
        return true;
    }

    public Task<ItemSignals?> Record(ItemActivity activity)
    {
        if (state.State.Item is null)
        {
            return Task.FromResult<ItemSignals?>(null);
        }

        var (weight, at) = (activity.Weight, activity.UnixSeconds);
        var (popularity, trend) = (options.Value.PopularityHalfLife.TotalSeconds, options.Value.TrendHalfLife.TotalSeconds);
        _popularity = _popularity.Add(weight, at, popularity);
        _trend = _trend.Add(weight, at, trend);
        foreach (var coVisit in activity.CoVisits.Span)
        {
            _coVisits.Add(coVisit.Ordinal, coVisit.Count, at);
        }

        SaveLater();
        var now = time.Now();
        return Task.FromResult<ItemSignals?>(new ItemSignals(
            state.State.Ordinal,
            (float)_popularity.At(now, popularity),
            (float)_trend.At(now, trend),
            now,
            _coVisits.Top(CoVisitsInView)));
    }

    public Task SaveLazily() => GrainContext.QueueWork(SaveCounters);

    private async Task Put(CatalogItem? item)
    {
        if (state.State.Ordinal < 0)
        {
            state.State.Ordinal = await GrainFactory.GetGrain<ICatalogGrain>(_key.Tenant).AllocateOrdinal();
        }

        state.State.Item = item;
        _writesRecord = true;
        try
        {
            await Write(promised: true);
        }
        catch
        {
            // Memory is ahead of the store: start anew from what is stored.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _writesRecord = false;
        }

        var ordinal = state.State.Ordinal;
        await GrainFactory.GetGrain<ICatalogShardGrain>(CatalogShards.Key(_key.Tenant, CatalogShards.Of(ordinal)))
            .Apply(new CatalogEntry(ordinal, _key.Id, item is null ? null : item with { Description = null }));
    }

    private void SaveLater()
    {
        if (!_unsaved)
        {
            _unsaved = true;
            lazySaves.Add(this);
        }
    }

    private async Task SaveCounters()
    {
        // This turn may come between those of a call. A record that is being written takes the counters along, and somebody was promised it.
        if (!_unsaved || _writesRecord)
        {
            return;
        }

        try
        {
            await Write(promised: false);
        }
        catch (Exception failure) when (failure is not InconsistentStateException)
        {
            if (_leaving)
            {
                // The counters are lost, as with a crash.
                return;
            }

            // They are saved later; an item that left would have to be read again, with all others.
            _unsaved = true;
            lazySaves.Retry(this);
            throw;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Write(bool promised)
    {
        _unsaved = false;
        state.State.Delay(!promised);
        (state.State.Popularity, state.State.Trend, state.State.CoVisits) = (_popularity, _trend, _coVisits.ToPacked());
        await state.WriteStateAsync();
    }
}
