using Orleans.Concurrency;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

[GrainType("reco-discovery")]
[StatelessWorker]
[Reentrant]
internal sealed class DiscoveryGrain(
    TenantRuntimes tenants,
    InteractionTypes types,
    ScoringPool pool,
    RecommendationComposer composer,
    TimeProvider time) : Grain, IDiscoveryGrain
{
    private const int MaxPage = 1000;

    private int _affinity;

    public async Task<RecommendResponse?> GetSimilar(string itemId, int count)
    {
        Require(RequestValidator.Validate(new RecommendRequest { Count = count }));
        var tenant = await Load();
        if (!tenant.Catalog.TryGetOrdinal(itemId, out var ordinal))
        {
            return null;
        }

        var context = Context(tenant, count, null) with { Excluded = new Packed<int>([ordinal]) };
        return composer.List(SimilarItems.Find(tenant, ordinal, RecommendationComposer.CandidatesFor(count)), context, explain: false);
    }

    public async Task<RecommendResponse> GetPopular(int count, string? category) =>
        ListOf(await Load(), CandidateSource.Popular, tenant => tenant.Rankings.Popular(category), count, category);

    public async Task<RecommendResponse> GetTrending(int count, string? category) =>
        ListOf(await Load(), CandidateSource.Trending, tenant => tenant.Rankings.Trending(category), count, category);

    public async Task<RecommendResponse> GetNew(int count, string? category) =>
        ListOf(await Load(), CandidateSource.New, tenant => tenant.Rankings.New(category), count, category);

    public async Task<RecommendResponse> RecommendForSession(SessionRecommendRequest request, CancellationToken cancellationToken)
    {
        Require(RequestValidator.Validate(request, types));
        var tenant = await Load();
        var history = new BehaviourHistory();
        foreach (var step in request.Events)
        {
            if (tenant.Catalog.TryGetOrdinal(step.ItemId, out var ordinal) && types.TryGet(step.Type, out var type))
            {
                history.Append(new HistoryEvent(ordinal, time.Now(), 0, type.Code));
            }
        }

        var excluded = history.SeenOrdinals(types, RecommendationComposer.Ordinals(tenant.Catalog, request.Exclude));
        var query = new ScoreQuery
        {
            Tenant = tenant.Catalog.Tenant,
            History = history.ToPacked(),
            Pending = history.Count,
            Excluded = excluded,
            Category = request.Category,
            Count = RecommendationComposer.CandidatesFor(request.Count),
        };
        var result = await pool.ScoreAsync((uint)Interlocked.Increment(ref _affinity), query, cancellationToken);
        var now = tenants.Get(tenant.Catalog.Tenant);
        var context = Context(now, request.Count, request.Category) with { Excluded = excluded, History = history };
        return composer.Compose(now, result, context, request.Explain).Response;
    }

    public async Task<CatalogPage> GetCatalog(int offset, int count, string? category)
    {
        Require(offset >= 0 ? null : new FieldError("offset", "must not be negative"));
        Require(count is >= 1 and <= MaxPage ? null : new FieldError("count", $"must be in 1 to {MaxPage}"));
        var tenant = await Load();
        var ranked = tenant.Rankings.Popular(category);
        var page = new List<CatalogItem>(count);
        foreach (var ordinal in ranked[Math.Min(offset, ranked.Length)..Math.Min(offset + count, ranked.Length)])
        {
            if (tenant.Catalog.IsAvailable(ordinal, time.Now()))
            {
                page.Add(tenant.Catalog[ordinal]!.Item!);
            }
        }

        return new CatalogPage([.. page], ranked.Length, [.. tenant.Rankings.Categories]);
    }

    private async ValueTask<TenantSnapshot> Load() => (await tenants.GetLoadedAsync(this.GetPrimaryKeyString())).Snapshot;

    private RecommendResponse ListOf(
        TenantSnapshot tenant, CandidateSource source, Func<TenantSnapshot, ReadOnlySpan<int>> ranking, int count, string? category)
    {
        Require(RequestValidator.Validate(new RecommendRequest { Count = count, Category = category }));
        var ranked = ranking(tenant);

        // Some of the ranked may have been sold out since; the filter drops them, and these stand in.
        var candidates = new ScoredCandidate[Math.Min(ranked.Length, RecommendationComposer.CandidatesFor(count))];
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = new ScoredCandidate(ranked[i], 1f / (i + 1), HistoryEvent.NoItem, source);
        }

        var result = new ScoreResult { ModelVersion = ScoreResult.NoModel, Candidates = new Packed<ScoredCandidate>(candidates) };
        return composer.List(result, Context(tenant, count, category), explain: false);
    }

    private ReRankingContext Context(TenantSnapshot tenant, int count, string? category) => new()
    {
        View = tenant.Catalog,
        Rankings = tenant.Rankings,
        Now = time.Now(),
        Count = count,
        Category = category,
    };

    private static void Require(FieldError? error)
    {
        if (error is not null)
        {
            throw new RecoValidationException(error.Field, error.Message);
        }
    }
}
