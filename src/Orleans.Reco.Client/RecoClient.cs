namespace Orleans.Reco.Client;

/// <summary>The client over the grains of one tenant.</summary>
internal sealed class RecoClient : IRecoClient
{
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly TimeProvider _time;
    private readonly GrainReferences<IUserGrain> _users;
    private readonly GrainReferences<IItemGrain> _items;
    private readonly TrackDispatcher _tracking;
    private readonly ItemUpserts _upserts;

    public RecoClient(IGrainFactory grains, GrainCalls calls, TimeProvider time, string tenant)
        : this(grains, calls, time, tenant, new GrainReferences<IUserGrain>(grains), new GrainReferences<IItemGrain>(grains))
    {
    }

    private RecoClient(
        IGrainFactory grains,
        GrainCalls calls,
        TimeProvider time,
        string tenant,
        GrainReferences<IUserGrain> users,
        GrainReferences<IItemGrain> items)
    {
        (_grains, _calls, _time, _users, _items, Tenant) = (grains, calls, time, users, items, tenant);
        _tracking = new TrackDispatcher(users, calls, time, tenant);
        _upserts = new ItemUpserts(items, calls, tenant);
    }

    public string Tenant { get; }

    private IDiscoveryGrain Discovery => _grains.GetGrain<IDiscoveryGrain>(Tenant);

    private IModelCoordinatorGrain Models => _grains.GetGrain<IModelCoordinatorGrain>(Tenant);

    public IRecoClient ForTenant(string other)
    {
        if (other == Tenant)
        {
            return this;
        }

        return RecoKey.TenantError(other) is { } error
            ? throw new RecoValidationException("tenant", error)
            : new RecoClient(_grains, _calls, _time, other, _users, _items);
    }

    public Task<IReadOnlyList<TrackResult>> TrackAsync(
        IReadOnlyList<Interaction> events, CancellationToken cancellationToken = default) =>
        _tracking.SendAsync(events, cancellationToken);

    public async Task<RecommendResponse> RecommendAsync(
        string userId, RecommendRequest request, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await _calls.RunAsync(() => user.Recommend(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<RecommendResponse> RankAsync(
        string userId, RankRequest request, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await _calls.RunAsync(() => user.Rank(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public Task<RecommendResponse> RecommendForSessionAsync(
        SessionRecommendRequest request, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.RecommendForSession(request, cancellationToken), cancellationToken);

    public async Task<UserProfile?> GetUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await _calls.RunAsync(user.GetProfile, cancellationToken).ConfigureAwait(false);
    }

    public async Task SetUserAttributesAsync(
        string userId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        var copy = new Dictionary<string, string>(attributes);
        await _calls.RunAsync(() => user.SetAttributes(copy), cancellationToken).ConfigureAwait(false);
    }

    public async Task EraseUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        await _calls.RunAsync(user.Erase, cancellationToken).ConfigureAwait(false);
    }

    public async Task UpsertItemAsync(CatalogItem item, CancellationToken cancellationToken = default) =>
        await _upserts.StoreAsync(item, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<UpsertResult>> UpsertItemsAsync(
        IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken = default) =>
        _upserts.StoreAsync(items, cancellationToken);

    public async Task<ItemProfile?> GetItemAsync(string itemId, CancellationToken cancellationToken = default)
    {
        var item = Item(itemId);
        return await _calls.RunAsync(item.Get, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteItemAsync(string itemId, CancellationToken cancellationToken = default)
    {
        var item = Item(itemId);
        return await _calls.RunAsync(item.Delete, cancellationToken).ConfigureAwait(false);
    }

    public Task<RecommendResponse?> GetSimilarAsync(string itemId, int count = 20, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.GetSimilar(itemId, count), cancellationToken);

    public Task<RecommendResponse> GetPopularAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.GetPopular(count, category), cancellationToken);

    public Task<RecommendResponse> GetTrendingAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.GetTrending(count, category), cancellationToken);

    public Task<RecommendResponse> GetNewAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.GetNew(count, category), cancellationToken);

    public Task<CatalogPage> GetCatalogAsync(
        int offset = 0, int count = 50, string? category = null, CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Discovery.GetCatalog(offset, count, category), cancellationToken);

    public Task<RefreshInfo> StartRefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        var named = request with { RequestId = request.RequestId ?? NewRequestId() };
        return _calls.RunAsync(() => Models.StartRefresh(named), cancellationToken);
    }

    public Task<RefreshInfo> RegisterModelAsync(string folder, string by = "operator", CancellationToken cancellationToken = default)
    {
        var requestId = NewRequestId();
        return _calls.RunAsync(() => Models.Register(folder, by, requestId), cancellationToken);
    }

    public Task<ModelStatus> PromoteModelAsync(string version, string by = "operator", CancellationToken cancellationToken = default) =>
        _calls.RunAsync(() => Models.Promote(version, by), cancellationToken);

    public async Task<ModelStatus> RollBackModelAsync(
        string reason, string by = "operator", CancellationToken cancellationToken = default)
    {
        // Settled before the first try, so that a retry takes back nothing more.
        var version = (await GetModelStatusAsync(cancellationToken).ConfigureAwait(false)).RevocableVersion;
        return await _calls.RunAsync(() => Models.RollBack(by, reason, version), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<BundleInfo>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        await _calls.RunAsync(Models.ListBundles, cancellationToken).ConfigureAwait(false);

    public Task<ModelStatus> GetModelStatusAsync(CancellationToken cancellationToken = default) =>
        _calls.RunAsync(Models.GetStatus, cancellationToken);

    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default) =>
        _calls.RunAsync(new ClusterReader(_grains).ReadAsync, cancellationToken);

    /// <summary>Made before the first try, so that a retry does not start another refresh.</summary>
    private string NewRequestId() => Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");

    private IUserGrain User(string userId) => _users.Get(RecoKey.Create(Tenant, userId, "userId").ToString());

    private IItemGrain Item(string itemId) => _items.Get(RecoKey.Create(Tenant, itemId, "itemId").ToString());
}
