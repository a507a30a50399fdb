using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>
/// What one silo holds of one tenant: the catalog view and the model in service, read without locks as one snapshot and
/// replaced whole. Writers come one at a time.
/// </summary>
internal sealed partial class TenantRuntime(
    string tenant,
    IGrainFactory grains,
    IBundleStore bundles,
    SessionFactory sessions,
    IOptions<SignalOptions> signals,
    TimeProvider time,
    ILogger<TenantRuntime> logger)
{
    /// <summary>
    /// Ranking costs under 1 µs an item. With this pause for each item of the catalog it takes less than a tenth of a core, and a
    /// small shop is ranked anew within milliseconds of each change, a million items within ten seconds.
    /// </summary>
    private static readonly TimeSpan RankingPausePerItem = TimeSpan.FromMicroseconds(10);

    /// <summary>Without any change, items are published, expire and fade.</summary>
    private static readonly TimeSpan MaxRankingAge = TimeSpan.FromSeconds(15);

    private readonly Lock _writing = new();
    private readonly Lock _ranking = new();
    private readonly SemaphoreSlim _syncing = new(1);
    private readonly SemaphoreSlim _staging = new(1);
    private readonly Dictionary<int, long> _shardVersions = [];
    private volatile TenantSnapshot _snapshot = Empty(tenant, signals.Value);
    private volatile bool _loaded;
    private volatile bool _rankingsStale = true;
    private ServingModel? _staged;
    private long _rankedAt;
    private Guid _epoch;
    private long _position;

    /// <summary>The tenant.</summary>
    public string Tenant => tenant;

    /// <summary>Catalog, rankings and model as of now.</summary>
    public TenantSnapshot Snapshot => _snapshot;

    /// <summary>Loads catalog and model if that was not done yet.</summary>
    public ValueTask LoadAsync() => _loaded ? ValueTask.CompletedTask : new(LoadOnceAsync());

    /// <summary>Applies a broadcast change, or pulls the shard where a change before it was missed.</summary>
    public async Task ApplyAsync(CatalogDelta delta)
    {
        if (!TryApply(delta))
        {
            await PullAsync(delta.Shard);
        }

        RankIfDue();
    }

    /// <summary>Applies signals.</summary>
    public void Apply(ItemSignals[] latest)
    {
        lock (_writing)
        {
            _snapshot = _snapshot with { Catalog = _snapshot.Catalog.Apply(latest) };
        }

        _rankingsStale = true;
        RankIfDue();
    }

    /// <summary>Catches up with the catalog and the model in service, whatever broadcast was missed.</summary>
    public async Task SyncAsync()
    {
        await _syncing.WaitAsync();
        try
        {
            await SyncCatalogAsync();
            var active = await grains.GetGrain<IModelRegistryGrain>(tenant).GetActiveVersion();
            if (active is not null && active != _snapshot.Model?.Version)
            {
                await ActivateAsync(active);
            }

            await RebindModelAsync();
            RankIfDue();
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>Loads a bundle beside the one in service.</summary>
    public async Task StageAsync(string version)
    {
        await _staging.WaitAsync();
        try
        {
            await StageLockedAsync(version);
        }
        finally
        {
            _staging.Release();
        }
    }

    /// <summary>Serves a bundle from the next request on. Requests in flight finish on the old one, which is then disposed.</summary>
    public async Task ActivateAsync(string version)
    {
        await _staging.WaitAsync();
        try
        {
            if (_snapshot.Model?.Version == version)
            {
                return;
            }

            await StageLockedAsync(version);
            SwapModel(_staged!);
            _staged = null;
            LogActivated(logger, tenant, version);
        }
        finally
        {
            _staging.Release();
        }
    }

    private static TenantSnapshot Empty(string tenant, SignalOptions signals)
    {
        var catalog = CatalogView.Empty(tenant);
        return new TenantSnapshot(catalog, CatalogRankings.Compute(catalog, 0, signals), null);
    }

    private async Task LoadOnceAsync()
    {
        await SyncAsync();
        RankIfDue();
        _loaded = true;
    }

    private async Task SyncCatalogAsync()
    {
        var changes = await grains.GetGrain<ICatalogGrain>(tenant).GetChanges(_epoch, _position);
        var shards = changes.Changed ?? Enumerable.Range(0, changes.ShardCount);
        await Parallel.ForEachAsync(shards, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (shard, _) => await PullAsync(shard));
        (_epoch, _position) = (changes.Epoch, changes.Position);
    }

    private async Task PullAsync(int shard)
    {
        long version;
        lock (_writing)
        {
            version = _shardVersions.GetValueOrDefault(shard);
        }

        var delta = await grains.GetGrain<ICatalogShardGrain>(CatalogShards.Key(tenant, shard)).GetSince(version);
        TryApply(delta);
    }

    /// <summary>True if the delta is now part of the view, or was before.</summary>
    private bool TryApply(CatalogDelta delta)
    {
        lock (_writing)
        {
            var version = _shardVersions.GetValueOrDefault(delta.Shard);
            if (delta.To < version)
            {
                return true;
            }

            if (delta.From > version)
            {
                return false;
            }

            // A delta that starts earlier than the view holds the latest entries all the same.
            _shardVersions[delta.Shard] = delta.To;
            if (delta.Entries.Length > 0 || delta.Signals.Length > 0)
            {
                _snapshot = _snapshot with { Catalog = _snapshot.Catalog.Apply(delta.Entries).Apply(delta.Signals) };
                _rankingsStale = true;
            }

            return true;
        }
    }

    private async Task StageLockedAsync(string version)
    {
        if (_staged?.Version == version || _snapshot.Model?.Version == version)
        {
            return;
        }

        var folder = await bundles.FetchAsync(tenant, version);
        var model = await Task.Run(() => ServingModel.Load(ModelBundle.Open(folder), _snapshot.Catalog, sessions));
        _staged?.Dispose();
        _staged = model;
    }

    /// <summary>New items get their place in the model's tables, if the model knows them.</summary>
    private async Task RebindModelAsync()
    {
        if (_snapshot is { Model: { } model, Catalog: { } catalog } && !model.Covers(catalog))
        {
            var rebound = await Task.Run(() => model.Rebind(catalog));
            await _staging.WaitAsync();
            try
            {
                if (ReferenceEquals(_snapshot.Model, model))
                {
                    SwapModel(rebound);
                }
                else
                {
                    rebound.Dispose();
                }
            }
            finally
            {
                _staging.Release();
            }
        }
    }

    private void SwapModel(ServingModel model)
    {
        ServingModel? old;
        lock (_writing)
        {
            old = _snapshot.Model;
            _snapshot = _snapshot with { Model = model };
        }

        old?.Dispose();
    }

    private void RankIfDue()
    {
        var age = time.GetElapsedTime(_rankedAt);
        var due = age >= (_rankingsStale ? RankingPausePerItem * _snapshot.Catalog.Length : MaxRankingAge);
        if (due && _ranking.TryEnter())
        {
            try
            {
                Rank();
            }
            finally
            {
                _ranking.Exit();
            }
        }
    }

    private void Rank()
    {
        _rankingsStale = false;
        var rankings = CatalogRankings.Compute(_snapshot.Catalog, time.Now(), signals.Value);
        lock (_writing)
        {
            _snapshot = _snapshot with { Rankings = rankings };
        }

        _rankedAt = time.GetTimestamp();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant} is served by model {Version} on this silo")]
    private static partial void LogActivated(ILogger logger, string tenant, string version);
}
