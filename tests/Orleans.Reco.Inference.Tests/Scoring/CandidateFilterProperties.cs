using CsCheck;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class CandidateFilterProperties
{
    private const int Items = 120;
    private const int Vocabulary = 90;

    private static readonly Gen<CatalogItem> GenItem = Gen.Select(
        OneOf("a", "b", "c"),
        OneOf("a", "b", "d"),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3)), (1, Gen.Const(4))),
        (main, second, fate) => new CatalogItem
        {
            ItemId = "",
            Title = "t",
            Categories = [main!, second!],
            Hidden = fate == 1,
            InStock = fate != 2,
            ExpiresAt = fate == 3 ? At(-5) : null,
            PublishedAt = fate == 4 ? At(5) : null,
        });

    private static readonly Gen<ScoreQuery> GenQuery = Gen.Select(
        Gen.Int[-1, Items + 10].Array[0, 30],
        Gen.Int[0, Items].Array[0, 60],
        OneOf(null, "a", "d", "nowhere"),
        Gen.Int[1, 150],
        Gen.Int[-1, Items + 10].Array[0, 20],
        (history, excluded, category, count, candidates) => new ScoreQuery
        {
            Tenant = "default",
            History = TestTenant.History(history),

            // In any order: the contract says ascending, and a caller that errs must not get what it excluded.
            Excluded = new Packed<int>(excluded),
            Category = category,
            Count = count,
            Candidates = new Packed<int>(candidates),
        });

    [Theory]
    [InlineData(RetrievalMode.Scan)]
    [InlineData(RetrievalMode.Graph)]
    public void NothingExcludedUnavailableOrForeignComesThrough(RetrievalMode retrieval)
    {
        using var tenant = new TestTenant(Items) { Factory = TestFactories.Create(retrieval) };
        var model = tenant.Serve(Vocabulary, new TestBundleOptions { Ranker = true, Dimension = 8, StateDimension = 8 });
        Gen.Select(GenItem.Array[Items], GenQuery, Gen.Int[0, 2]).Sample(
            (items, query, mode) =>
            {
                var entries = items.Select((item, i) => new CatalogEntry(i, TestTenant.Id(i), item with { ItemId = TestTenant.Id(i) }));
                var catalog = CatalogView.Empty("default").Apply([.. entries]);
                var rankings = CatalogRankings.Compute(catalog, TestTenant.Now, new SignalOptions());

                // The lists are older than the view: what changed since must hold all the same.
                var changed = catalog.Apply([.. items.Take(10).Select((item, i) => Changed(i, item))]);
                using var bound = model.Rebind(changed);
                var snapshot = new TenantSnapshot(changed, rankings, mode == 0 ? null : bound);
                var result = mode < 2 ? Scorers.Create(new Fixed(snapshot)).Score([query])[0] : Fallback(snapshot, query);
                AssertAllowed(changed, query, result);
            },
            iter: 400,
            threads: 1);
    }

    private static ScoreResult Fallback(TenantSnapshot snapshot, ScoreQuery query)
    {
        var vector = new Embedding(new Packed<float>([1, -1, 1, -1, 1, -1, 1, -1]), snapshot.Model!.Version);
        return FallbackScorer.Score(snapshot, query, vector, InteractionTypes.Default, TestTenant.Now);
    }

    private static CatalogEntry Changed(int i, CatalogItem item) =>
        i % 2 == 0
            ? new CatalogEntry(i, TestTenant.Id(i), null)
            : new CatalogEntry(i, TestTenant.Id(i), item with { ItemId = TestTenant.Id(i), Categories = ["c"] });

    private static void AssertAllowed(CatalogView catalog, ScoreQuery query, ScoreResult result)
    {
        var candidates = result.Candidates.Span.ToArray();
        Assert.True(candidates.Length <= query.Count);
        Assert.Equal(candidates.Length, candidates.DistinctBy(candidate => candidate.Ordinal).Count());
        Assert.Equal(
            candidates.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Ordinal),
            candidates);
        var excluded = query.Excluded.Span.ToArray();
        var given = query.Candidates.Span.ToArray();
        foreach (var candidate in candidates)
        {
            Assert.True(float.IsFinite(candidate.Score));
            Assert.DoesNotContain(candidate.Ordinal, excluded);
            Assert.True(catalog[candidate.Ordinal]!.IsAvailable(TestTenant.Now));
            Assert.True(query.Category is null || catalog[candidate.Ordinal]!.IsIn(query.Category));
            Assert.True(given.Length == 0 || given.Contains(candidate.Ordinal));
        }
    }

    private static Gen<string?> OneOf(params string?[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(TestTenant.Now + seconds);

    private sealed class Fixed(TenantSnapshot snapshot) : ITenantSnapshots
    {
        public TenantSnapshot Get(string tenant) => snapshot;
    }
}
