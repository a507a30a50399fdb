using System.Collections.Concurrent;
using Orleans.Reco.Client;
using Orleans.Reco.Core;

namespace Orleans.Reco.Web.Tests;

/// <summary>A cluster in memory that behaves as the real one does: validates, drops duplicates, reads its own writes.</summary>
internal sealed class FakeReco(TimeProvider time, IReadOnlyList<CatalogItem> catalog, string tenant = RecoKey.DefaultTenant) : IRecoClient
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeUser> _users = [];
    private readonly Dictionary<string, (CatalogItem Item, int Ordinal)> _items =
        catalog.Select((item, i) => (item, i)).ToDictionary(x => x.item.ItemId, x => (x.item, x.i));

    private readonly ConcurrentDictionary<string, FakeReco> _tenants = new();
    private int _recommendations;

    public string Tenant => tenant;

    /// <summary>Thrown by every call where set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where set, every call waits for it.</summary>
    public TaskCompletionSource? Gate { get; init; }

    /// <summary>Released by every call that waits.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    public ModelStatus Models { get; set; } = new();

    public IReadOnlyList<BundleInfo> Bundles { get; set; } = [];

    public ClusterStatus Cluster { get; set; } = new([], []);

    public IRecoClient ForTenant(string other) =>
        other == tenant ? this : _tenants.GetOrAdd(other, name => new FakeReco(time, [], name));

    public Task<IReadOnlyList<TrackResult>> TrackAsync(
        IReadOnlyList<Interaction> events, CancellationToken cancellationToken = default) =>
        Answer<IReadOnlyList<TrackResult>>(() => [.. events.Select(Track)]);

    public Task<RecommendResponse> RecommendAsync(string userId, RecommendRequest request, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            Check(RequestValidator.Validate(request));
            var user = User(userId, request.MinSequence);
            var candidates = Available(request.Category)
                .Where(item => !user.Touched.Contains(item.ItemId) && !request.Exclude.Contains(item.ItemId));
            return List(user, candidates, request.Count, request.Explain);
        });

    public Task<RecommendResponse> RankAsync(string userId, RankRequest request, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            Check(RequestValidator.Validate(request));
            var user = User(userId, request.MinSequence);
            return List(user, Available(null).Where(item => request.ItemIds.Contains(item.ItemId)), RankRequest.MaxItems, request.Explain);
        });

    public Task<RecommendResponse> RecommendForSessionAsync(
        SessionRecommendRequest request, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            Check(RequestValidator.Validate(request, InteractionTypes.Default));
            var visitor = new FakeUser();
            foreach (var step in request.Events)
            {
                visitor.Apply(new Interaction { UserId = "visitor", ItemId = step.ItemId, Type = step.Type }, _items, time.GetUtcNow());
            }

            return List(visitor, Available(request.Category).Where(item => !visitor.Touched.Contains(item.ItemId)), request.Count, request.Explain);
        });

    public Task<UserProfile?> GetUserAsync(string userId, CancellationToken cancellationToken = default) =>
        Answer(() => _users.TryGetValue(userId, out var user) ? user.Profile(userId) : null);

    public Task SetUserAttributesAsync(
        string userId, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            var user = User(userId, 0);
            _users[userId] = user;
            user.Attributes = new(attributes);
            return true;
        });

    public Task EraseUserAsync(string userId, CancellationToken cancellationToken = default) => Answer(() => _users.Remove(userId));

    public Task UpsertItemAsync(CatalogItem item, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            Check(CatalogItemValidator.Validate(item));
            _items[item.ItemId] = (item, _items.TryGetValue(item.ItemId, out var old) ? old.Ordinal : _items.Count);
            return true;
        });

    public async Task<IReadOnlyList<UpsertResult>> UpsertItemsAsync(
        IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken = default)
    {
        var results = new List<UpsertResult>();
        foreach (var item in items)
        {
            try
            {
                await UpsertItemAsync(item, cancellationToken);
                results.Add(new UpsertResult(item.ItemId));
            }
            catch (RecoValidationException invalid)
            {
                results.Add(new UpsertResult(item.ItemId, new FieldError(invalid.Field, invalid.Reason)));
            }
        }

        return results;
    }

    public Task<ItemProfile?> GetItemAsync(string itemId, CancellationToken cancellationToken = default) =>
        Answer(() => _items.TryGetValue(itemId, out var entry)
            ? new ItemProfile { Item = entry.Item, Ordinal = entry.Ordinal, Popularity = 2.5, Trend = 0.5 }
            : null);

    public Task<bool> DeleteItemAsync(string itemId, CancellationToken cancellationToken = default) => Answer(() => _items.Remove(itemId));

    public Task<RecommendResponse?> GetSimilarAsync(string itemId, int count = 20, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            if (!_items.TryGetValue(itemId, out var entry))
            {
                return null;
            }

            var same = Available(entry.Item.Categories.FirstOrDefault()).Where(item => item.ItemId != itemId);
            return List(new FakeUser(), same, count, explain: false, "similar");
        });

    public Task<RecommendResponse> GetPopularAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        AnswerOrLeaveAsync(() => List(new FakeUser(), Available(category), count, explain: false), cancellationToken);

    public Task<RecommendResponse> GetTrendingAsync(
        int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        Answer(() => List(new FakeUser(), Available(category), count, explain: false, "trending"));

    public Task<RecommendResponse> GetNewAsync(int count = 20, string? category = null, CancellationToken cancellationToken = default) =>
        Answer(() => List(new FakeUser(), Available(category), count, explain: false, "new"));

    public Task<CatalogPage> GetCatalogAsync(
        int offset = 0, int count = 50, string? category = null, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            var all = _items.Values.Select(entry => entry.Item).Where(item => In(item, category)).ToArray();
            string[] categories = [.. _items.Values.Select(entry => entry.Item.Categories.FirstOrDefault()).OfType<string>().Distinct()];
            return new CatalogPage([.. all.Skip(offset).Take(count)], all.Length, categories);
        });

    public Task<RefreshInfo> StartRefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default) =>
        Answer(() =>
        {
            var refresh = new RefreshInfo
            {
                RefreshId = "r-1",
                Reason = request.Reason,
                Kind = request.Kind,
                By = request.By,
                Stage = RefreshStage.Training,
                StartedAt = time.GetUtcNow(),
                Progress = 0.4,
            };
            Models = Models with { Current = refresh };
            return refresh;
        });

    public Task<RefreshInfo> RegisterModelAsync(string folder, string by = "operator", CancellationToken cancellationToken = default) =>
        StartRefreshAsync(new RefreshRequest { Reason = folder, By = by, Kind = RefreshKind.Registered }, cancellationToken);

    public Task<ModelStatus> RollBackModelAsync(string reason, string by = "operator", CancellationToken cancellationToken = default) =>
        Answer(() => Models.PreviousVersion is { } before
            ? Models = Models with { ActiveVersion = before, PreviousVersion = null, Audit = [new AuditRecord(time.GetUtcNow(), by, "rollback", before, reason)] }
            : throw new RecoValidationException("version", "there is no version before the one in service"));

    public Task<IReadOnlyList<BundleInfo>> ListModelsAsync(CancellationToken cancellationToken = default) => Answer(() => Bundles);

    public Task<ModelStatus> PromoteModelAsync(string version, string by = "operator", CancellationToken cancellationToken = default) =>
        Answer(() => version.StartsWith("m-", StringComparison.Ordinal)
            ? Models = Models with { ActiveVersion = version }
            : throw new RecoValidationException("version", "there is no such bundle"));

    public Task<ModelStatus> GetModelStatusAsync(CancellationToken cancellationToken = default) => Answer(() => Models);

    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default) => Answer(() => Cluster);

    private static bool In(CatalogItem item, string? category) => category is null || item.Categories.Contains(category);

    private static void Check(FieldError? error)
    {
        if (error is not null)
        {
            throw new RecoValidationException(error.Field, error.Message);
        }
    }

    private Task<T> Answer<T>(Func<T> work) => AnswerOrLeaveAsync(work, CancellationToken.None);

    private async Task<T> AnswerOrLeaveAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Gate is not null)
        {
            Asked.Release();
            await Gate.Task.WaitAsync(cancellationToken);
        }

        lock (_lock)
        {
            return Failure is null ? work() : throw Failure;
        }
    }

    private TrackResult Track(Interaction interaction)
    {
        var named = interaction with { EventId = interaction.EventId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString() };
        if (InteractionValidator.Validate(named, InteractionTypes.Default, time.GetUtcNow(), Skew) is { } error)
        {
            return TrackResult.Rejected(named.EventId, error.Field, error.Message);
        }

        if (!_users.TryGetValue(named.UserId, out var user))
        {
            _users.Add(named.UserId, user = new FakeUser());
        }

        return user.Apply(named, _items, time.GetUtcNow())
            ? new TrackResult(named.EventId, TrackStatus.Accepted, user.Sequence)
            : new TrackResult(named.EventId, TrackStatus.Duplicate, user.Sequence);
    }

    private FakeUser User(string userId, long minSequence)
    {
        var user = _users.GetValueOrDefault(userId) ?? new FakeUser();
        return user.Sequence >= minSequence
            ? user
            : throw new RecoValidationException("minSequence", $"must be at most {user.Sequence}, the events of this user");
    }

    private IEnumerable<CatalogItem> Available(string? category) =>
        _items.Values.Select(entry => entry.Item).Where(item => item is { InStock: true, Hidden: false } && In(item, category));

    private RecommendResponse List(
        FakeUser user, IEnumerable<CatalogItem> candidates, int count, bool explain, string otherwise = "popular") => new()
        {
            RecommendationId = $"rec-{++_recommendations}",
            ModelVersion = Models.ActiveVersion ?? ScoreResult.NoModel,
            Sequence = user.Sequence,
            Items =
            [
                .. candidates
                    .Select(item => (Item: item, Because: user.LastOf(item.Categories.LastOrDefault())))
                    .OrderByDescending(c => c.Because?.Rank ?? 0)
                    .Take(count)
                    .Select((c, i) => new RecommendedItem
                    {
                        ItemId = c.Item.ItemId,
                        Score = 1f / (i + 1),
                        Source = c.Because is null ? otherwise : "similar",
                        Reasons = !explain ? [] : c.Because is { } because ? [$"because of {because.Title}"] : [$"{otherwise} in this shop"],
                        Title = c.Item.Title,
                        Price = c.Item.Price,
                        Currency = c.Item.Currency,
                        Category = c.Item.Categories.FirstOrDefault(),
                    }),
            ],
        };
}
