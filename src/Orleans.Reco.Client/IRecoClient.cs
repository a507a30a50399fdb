namespace Orleans.Reco.Client;

/// <summary>
/// Everything that a web tier needs of a Reco cluster, for one tenant. Thread-safe; the same inside a silo and outside the cluster.
/// </summary>
/// <remarks>
/// Each call is tried again after a passing failure of the cluster (see <see cref="RecoClientOptions"/>). When it still fails the
/// call throws <see cref="RecoUnavailableException"/>. A field that is not allowed throws <see cref="RecoValidationException"/>.
/// </remarks>
public interface IRecoClient
{
    /// <summary>Whose data, models and catalog the calls concern.</summary>
    string Tenant { get; }

    /// <summary>The same client for another tenant.</summary>
    /// <exception cref="RecoValidationException">The name is not allowed; the field is <c>tenant</c>.</exception>
    IRecoClient ForTenant(string tenant);

    /// <summary>
    /// Records what users did. An event is durable and in force when its result says <see cref="TrackStatus.Accepted"/>.
    /// </summary>
    /// <remarks>
    /// Events without an id get a UUIDv7 before the first try, so that a retry never applies one twice. One bad event never rejects
    /// its neighbours. Where the users of a batch live on silos of which some do not answer, their events come back rejected with
    /// the field <see cref="RecoClientErrors.Service"/>: send those again with the event ids of the results.
    /// </remarks>
    /// <returns>A result for each event, in the order of the events.</returns>
    /// <exception cref="RecoUnavailableException">No event was stored, and for some of them because the cluster did not answer.</exception>
    Task<IReadOnlyList<TrackResult>> TrackAsync(IReadOnlyList<Interaction> events, CancellationToken cancellationToken = default);

    /// <summary>Recommends items to a user.</summary>
    Task<RecommendResponse> RecommendAsync(string userId, RecommendRequest request, CancellationToken cancellationToken = default);

    /// <summary>Orders the given items by how likely the user is to want them.</summary>
    Task<RecommendResponse> RankAsync(string userId, RankRequest request, CancellationToken cancellationToken = default);

    /// <summary>Recommends items for an anonymous visit; nothing is stored.</summary>
    Task<RecommendResponse> RecommendForSessionAsync(SessionRecommendRequest request, CancellationToken cancellationToken = default);

    /// <summary>What is known of a user; null where nothing is.</summary>
    Task<UserProfile?> GetUserAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Replaces a user's attributes.</summary>
    Task SetUserAttributesAsync(string userId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken = default);

    /// <summary>Forgets a user.</summary>
    Task EraseUserAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Creates or replaces an item.</summary>
    Task UpsertItemAsync(CatalogItem item, CancellationToken cancellationToken = default);

    /// <summary>Creates or replaces many items, several at a time; of two records for one item the later one wins.</summary>
    /// <returns>A result for each item, in the order of the items.</returns>
    /// <exception cref="RecoUnavailableException">No item was stored, and for some of them because the cluster did not answer.</exception>
    Task<IReadOnlyList<UpsertResult>> UpsertItemsAsync(IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken = default);

    /// <summary>An item and its counters; null where there is none.</summary>
    Task<ItemProfile?> GetItemAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>Takes an item out of the catalog.</summary>
    /// <returns>False where there was none. After a retry it may also mean that the first try removed it.</returns>
    Task<bool> DeleteItemAsync(string itemId, CancellationToken cancellationToken = default);

    /// <summary>Items like the given one; null where it is not known.</summary>
    Task<RecommendResponse?> GetSimilarAsync(string itemId, int count = 20, CancellationToken cancellationToken = default);

    /// <summary>The items with the most interactions of late days.</summary>
    Task<RecommendResponse> GetPopularAsync(int count = 20, string? category = null, CancellationToken cancellationToken = default);

    /// <summary>The items that grew most in late hours.</summary>
    Task<RecommendResponse> GetTrendingAsync(int count = 20, string? category = null, CancellationToken cancellationToken = default);

    /// <summary>The newest items.</summary>
    Task<RecommendResponse> GetNewAsync(int count = 20, string? category = null, CancellationToken cancellationToken = default);

    /// <summary>A page of the catalog, most popular first.</summary>
    Task<CatalogPage> GetCatalogAsync(
        int offset = 0, int count = 50, string? category = null, CancellationToken cancellationToken = default);

    /// <summary>Starts a refresh of the model unless one is under way, and returns at once.</summary>
    Task<RefreshInfo> StartRefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes a bundle that was made elsewhere from the inbox folder through gate, staging and canary.</summary>
    /// <param name="folder">The name of a folder in the inbox.</param>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<RefreshInfo> RegisterModelAsync(string folder, string by = "operator", CancellationToken cancellationToken = default);

    /// <summary>Puts a model bundle into service on every silo, without gate and canary.</summary>
    /// <param name="version">A bundle of the bundle store.</param>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ModelStatus> PromoteModelAsync(string version, string by = "operator", CancellationToken cancellationToken = default);

    /// <summary>Takes back the canary under way or, where there is none, the model in service.</summary>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ModelStatus> RollBackModelAsync(string reason, string by = "operator", CancellationToken cancellationToken = default);

    /// <summary>The bundles of the bundle store, newest first.</summary>
    Task<IReadOnlyList<BundleInfo>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>The model in service and its refreshes.</summary>
    Task<ModelStatus> GetModelStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>The silos and what is active on them, over all tenants.</summary>
    Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default);
}
