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
    TimeProvider time) : Grain, IItemGrain, IItemActivityGrain
{
    /// <summary>Counters are saved this often: a crash loses at most as much of them, and never a record or an event.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(30);

    /// <summary>Neighbours that every silo's view holds of an item.</summary>
    private const int CoVisitsInView = 20;

    private RecoKey _key;
    private DecayedCounter _popularity;
    private DecayedCounter _trend;
    private CoVisitSketch _coVisits = null!;
    private IGrainTimer? _saving;

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
        if (_saving is not null)
        {
            await SaveCounters(cancellationToken);
            _saving?.Dispose();
        }
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

    private async Task Put(CatalogItem? item)
    {
        if (state.State.Ordinal < 0)
        {
            state.State.Ordinal = await GrainFactory.GetGrain<ICatalogGrain>(_key.Tenant).AllocateOrdinal();
        }

        state.State.Item = item;
        await Write(promised: true, CancellationToken.None);
        var ordinal = state.State.Ordinal;
        await GrainFactory.GetGrain<ICatalogShardGrain>(CatalogShards.Key(_key.Tenant, CatalogShards.Of(ordinal)))
            .Apply(new CatalogEntry(ordinal, _key.Id, item is null ? null : item with { Description = null }));
    }

    private void SaveLater() =>
        _saving ??= this.RegisterGrainTimer(SaveCounters, new() { DueTime = SaveInterval, Period = Timeout.InfiniteTimeSpan });

    private async Task SaveCounters(CancellationToken cancellationToken)
    {
        _saving?.Dispose();
        _saving = null;
        await Write(promised: false, cancellationToken);
    }

    private async Task Write(bool promised, CancellationToken cancellationToken)
    {
        state.State.Delay(!promised);
        (state.State.Popularity, state.State.Trend, state.State.CoVisits) = (_popularity, _trend, _coVisits.ToPacked());
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (Exception failure) when (!promised && failure is not InconsistentStateException)
        {
            // Counters that are still here are saved later; an item that left would have to be read again, with all others.
            SaveLater();
        }
        catch
        {
            // Memory is ahead of the store: start anew from what is stored.
            DeactivateOnIdle();
            throw;
        }
    }
}
