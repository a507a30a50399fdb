using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>
/// What one silo holds of one tenant: the catalog view and the model in service, read without locks as one snapshot and
/// replaced whole. Writers come one at a time.
/// </summary>
internal sealed class TenantRuntime(
    string tenant,
    TenantModels models,
    IGrainFactory grains,
    IOptions<SignalOptions> signals,
    TimeProvider time)
{
    /// <summary>
    /// Ranking costs some 1 µs an item. With this pause for each item of the catalog it takes a fiftieth of a core, and a small shop is
    /// ranked anew within a tenth of a second of each change; a large one waits for <see cref="MaxRankingAge"/> at most.
    /// </summary>
    private static readonly TimeSpan RankingPausePerItem = TimeSpan.FromMicroseconds(50);

    /// <summary>The ranking of so many items is no burden, and ends with the call that began it: a new item is listed at once.</summary>
    private const int SmallShop = 5000;

    /// <summary>Without any change, items are published, expire and fade.</summary>
    private static readonly TimeSpan MaxRankingAge = TimeSpan.FromSeconds(15);

    /// <summary>Something that names an unknown item makes the silo look for it at most this often.</summary>
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _writing = new();
    private readonly Lock _catching = new();
    private readonly Lock _rankingGate = new();
    private readonly SemaphoreSlim _syncing = new(1);
    private readonly Dictionary<int, long> _shardVersions = [];
    private volatile TenantSnapshot _snapshot = Empty(tenant, signals.Value);
    private volatile bool _loaded;
    private volatile bool _rankingsStale = true;
    private Task _catchingUp = Task.CompletedTask;
    private Task _ranking = Task.CompletedTask;
    private long? _caughtUpAt;
    private long _rankedAt;
    private Guid _epoch;
    private long _position;

    /// <summary>The tenant.</summary>
    public string Tenant => tenant;

    /// <summary>Catalog, rankings and models as of now.</summary>
    public TenantSnapshot Snapshot => _snapshot;

    /// <summary>Which versions serve whom.</summary>
    public ModelDeployment Deployment => models.Deployment;

    /// <summary>What may call for a refresh.</summary>
    public TenantSignals Signals { get; } = new();

    /// <summary>What was asked lately, to warm the next model up with.</summary>
    public RecentQueries Queries { get; } = new();

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
            var (before, after) = (_snapshot.Catalog, _snapshot.Catalog.Apply(latest));
            if (!ReferenceEquals(before, after))
            {
                _snapshot = _snapshot with { Catalog = after };
            }
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
            await DeployAsync(await grains.GetGrain<IModelRegistryGrain>(tenant).GetDeployment());
            await models.RebindAsync(this);
            RankIfDue();
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <summary>Looks for what this silo may have missed, unless it just did; joins a look that is under way.</summary>
    public Task CatchUpAsync()
    {
        lock (_catching)
        {
            if (_catchingUp.IsCompleted && !(_caughtUpAt is { } last && time.GetElapsedTime(last) < CatchUpInterval))
            {
                _caughtUpAt = time.GetTimestamp();
                _catchingUp = SyncAsync();
            }

            return _catchingUp;
        }
    }

    /// <summary>Loads and warms a bundle beside those that serve; the report says whether it is done.</summary>
    public Task<StagingReport> StageAsync(string version) => models.StageAsync(this, version);

    /// <summary>Serves what a deployment says from the next request on.</summary>
    public Task DeployAsync(ModelDeployment deployment) => models.DeployAsync(this, deployment);

    /// <summary>Replaces the snapshot by one made of the latest.</summary>
    public void Replace(Func<TenantSnapshot, TenantSnapshot> change)
    {
        lock (_writing)
        {
            _snapshot = change(_snapshot);
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

    /// <summary>Ranks a small catalog before it returns; a large one goes on by itself.</summary>
    private void RankIfDue()
    {
        if (!_rankingGate.TryEnter())
        {
            return;
        }

        try
        {
            var age = time.GetElapsedTime(_rankedAt);
            var pause = TimeSpan.FromTicks(Math.Min(MaxRankingAge.Ticks, (RankingPausePerItem * _snapshot.Catalog.Length).Ticks));
            if (_ranking is { IsCompleted: true } last && age >= (_rankingsStale ? pause : MaxRankingAge))
            {
                _ranking = RankAsync();

                // What failed by itself is told to whoever asks next.
                last.GetAwaiter().GetResult();
            }
        }
        finally
        {
            _rankingGate.Exit();
        }
    }

    private async Task RankAsync()
    {
        _rankingsStale = false;
        var (catalog, now) = (_snapshot.Catalog, time.Now());
        var rankings = catalog.Length <= SmallShop
            ? CatalogRankings.Compute(catalog, now, signals.Value)
            : await BackgroundThread.RunAsync(() => CatalogRankings.Compute(catalog, now, signals.Value)).ConfigureAwait(false);
        lock (_writing)
        {
            _snapshot = _snapshot with { Rankings = rankings };
        }

        _rankedAt = time.GetTimestamp();
    }
}
