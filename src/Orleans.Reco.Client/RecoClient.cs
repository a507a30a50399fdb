namespace Orleans.Reco.Client;

/// <summary>The client over the grains of one tenant.</summary>
internal sealed class RecoClient(IGrainFactory grains, GrainCalls calls, TimeProvider time, string tenant) : IRecoClient
{
    private readonly TrackDispatcher _tracking = new(grains, calls, time, tenant);
    private readonly ItemUpserts _upserts = new(grains, calls, tenant);

    public string Tenant => tenant;

    private IDiscoveryGrain Discovery => grains.GetGrain<IDiscoveryGrain>(tenant);

    private IModelCoordinatorGrain Models => grains.GetGrain<IModelCoordinatorGrain>(tenant);

    public IRecoClient ForTenant(string other)
    {
        if (other == tenant)
        {
            return this;
        }

        return RecoKey.TenantError(other) is { } error
            ? throw new RecoValidationException("tenant", error)
            : new RecoClient(grains, calls, time, other);
    }

    public Task<IReadOnlyList<TrackResult>> TrackAsync(
        IReadOnlyList<Interaction> events, CancellationToken cancellationToken = default) =>
        _tracking.SendAsync(events, cancellationToken);

    public async Task<RecommendResponse> RecommendAsync(
        string userId, RecommendRequest request, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await calls.RunAsync(() => user.Recommend(request), cancellationToken).ConfigureAwait(false);
    }

    public async Task<RecommendResponse> RankAsync(
        string userId, RankRequest request, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await calls.RunAsync(() => user.Rank(request), cancellationToken).ConfigureAwait(false);
    }

    public Task<RecommendResponse> RecommendForSessionAsync(
        SessionRecommendRequest request, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.RecommendForSession(request), cancellationToken);

    public async Task<UserProfile?> GetUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        return await calls.RunAsync(user.GetProfile, cancellationToken).ConfigureAwait(false);
    }

    public async Task SetUserAttributesAsync(
        string userId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        var copy = new Dictionary<string, string>(attributes);
        await calls.RunAsync(() => user.SetAttributes(copy), cancellationToken).ConfigureAwait(false);
    }

    public async Task EraseUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        var user = User(userId);
        await calls.RunAsync(user.Erase, cancellationToken).ConfigureAwait(false);
    }

    public async Task UpsertItemAsync(CatalogItem item, CancellationToken cancellationToken = default) =>
        await _upserts.StoreAsync(item, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<UpsertResult>> UpsertItemsAsync(
        IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken = default) =>
        _upserts.StoreAsync(items, cancellationToken);

    public async Task<ItemProfile?> GetItemAsync(string itemId, CancellationToken cancellationToken = default)
    {
        var item = Item(itemId);
        return await calls.RunAsync(item.Get, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteItemAsync(string itemId, CancellationToken cancellationToken = default)
    {
        var item = Item(itemId);
        return await calls.RunAsync(item.Delete, cancellationToken).ConfigureAwait(false);
    }

    public Task<RecommendResponse?> GetSimilarAsync(string itemId, int count = 20, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.GetSimilar(itemId, count), cancellationToken);

    public Task<RecommendResponse> GetPopularAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.GetPopular(count, category), cancellationToken);

    public Task<RecommendResponse> GetTrendingAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.GetTrending(count, category), cancellationToken);

    public Task<RecommendResponse> GetNewAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.GetNew(count, category), cancellationToken);

    public Task<CatalogPage> GetCatalogAsync(
        int offset = 0, int count = 50, string? category = null, CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Discovery.GetCatalog(offset, count, category), cancellationToken);

    public Task<RefreshInfo> StartRefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        // Before the first try, so that a retry does not start another.
        var named = request with { RequestId = request.RequestId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N") };
        return calls.RunAsync(() => Models.StartRefresh(named), cancellationToken);
    }

    public Task<RefreshInfo> RegisterModelAsync(string folder, string by = "operator", CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Models.Register(folder, by), cancellationToken);

    public Task<ModelStatus> PromoteModelAsync(string version, string by = "operator", CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Models.Promote(version, by), cancellationToken);

    public Task<ModelStatus> RollBackModelAsync(string reason, string by = "operator", CancellationToken cancellationToken = default) =>
        calls.RunAsync(() => Models.RollBack(by, reason), cancellationToken);

    public async Task<IReadOnlyList<BundleInfo>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        await calls.RunAsync(Models.ListBundles, cancellationToken).ConfigureAwait(false);

    public Task<ModelStatus> GetModelStatusAsync(CancellationToken cancellationToken = default) =>
        calls.RunAsync(Models.GetStatus, cancellationToken);

    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default) =>
        calls.RunAsync(new ClusterReader(grains).ReadAsync, cancellationToken);

    private IUserGrain User(string userId) => grains.GetGrain<IUserGrain>(RecoKey.Create(tenant, userId, "userId").ToString());

    private IItemGrain Item(string itemId) => grains.GetGrain<IItemGrain>(RecoKey.Create(tenant, itemId, "itemId").ToString());
}
