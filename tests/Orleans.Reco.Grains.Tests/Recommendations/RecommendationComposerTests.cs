using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Tests;

public sealed class RecommendationComposerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, new[] { 0, 1, 2 })]
    [InlineData(true, new[] { 0, 2, 1 })]
    public void A_degraded_list_is_not_made_diverse(bool degraded, int[] expected)
    {
        // Items 0 and 2 are alike, 1 differs.
        var items = new[] { "shoes", "tents", "shoes" }.Select((category, ordinal) =>
            new CatalogEntry(ordinal, $"{ordinal}", new CatalogItem { ItemId = $"{ordinal}", Title = "An item", Categories = [category] }));
        var catalog = CatalogView.Empty("default").Apply([.. items]);
        var now = (uint)Now.ToUnixTimeSeconds();
        var tenant = new TenantSnapshot(catalog, CatalogRankings.Compute(catalog, now, new SignalOptions()), null);
        var result = new ScoreResult
        {
            ModelVersion = ScoreResult.NoModel,
            Degraded = degraded,
            Candidates = new Packed<ScoredCandidate>([Candidate(0, 1), Candidate(2, 0.9f), Candidate(1, 0.5f)]),
        };
        var options = new ReRankingOptions { DiversityLambda = 0.5, ExplorationShare = 0, MaxCategoryShare = 1 };
        var composer = new RecommendationComposer(Options.Create(options), new FakeTimeProvider(Now));

        var composition = composer.Compose(tenant, result, new ReRankingContext { View = catalog, Now = now, Count = 3 }, explain: false);

        Assert.Equal(expected, composition.Shown);
    }

    private static ScoredCandidate Candidate(int ordinal, float score) =>
        new(ordinal, score, HistoryEvent.NoItem, CandidateSource.Popular);
}
