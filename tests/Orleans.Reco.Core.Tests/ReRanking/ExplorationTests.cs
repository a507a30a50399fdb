using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class ExplorationTests
{
    private static readonly CatalogView View =
        Items.View([.. Enumerable.Range(0, 60).Select(i => Items.Item(i) with { PublishedAt = Items.Time(i < 40 ? -1_000_000 : -i) })]);

    private static readonly CatalogRankings Rankings = CatalogRankings.Compute(View, Items.Now, Items.Signals, depth: 30);

    [Fact]
    public void New_items_get_their_share_of_the_places_over_many_requests()
    {
        var places = Enumerable.Range(0, 2000).Sum(seed => Shown(seed).Count(candidate => candidate.Source == CandidateSource.New));
        Assert.InRange(places / (2000.0 * 10), 0.045, 0.055);
    }

    [Fact]
    public void The_best_item_keeps_its_place_and_the_others_their_order() => Gen.Int.Sample(seed =>
    {
        var shown = Shown(seed);
        Assert.Equal(0, shown[0].Ordinal);
        var personal = shown.Where(candidate => candidate.Source == CandidateSource.Personal);
        var ranked = personal.Select(candidate => candidate.Ordinal).ToArray();
        Assert.Equal(Enumerable.Range(0, ranked.Length), ranked);
        Assert.All(shown.Zip(shown.Skip(1)), pair => Assert.True(pair.First.Score >= pair.Second.Score));
    });

    [Fact]
    public void An_excluded_item_is_not_tried_out() => Gen.Int.Sample(seed =>
        Assert.All(Shown(seed, Enumerable.Range(40, 19).ToArray()), candidate => Assert.True(candidate.Ordinal is < 40 or 59)));

    [Fact]
    public void An_old_item_is_not_new_however_few_are_newer() => Gen.Int.Sample(seed =>
        Assert.All(
            Shown(seed, share: 0.5, newItemAge: TimeSpan.FromSeconds(3600)),
            candidate => Assert.True(candidate.Source == CandidateSource.Personal || candidate.Ordinal >= 40)));

    private static ScoredCandidate[] Shown(int seed, int[]? excluded = null, double share = 0.05, TimeSpan? newItemAge = null)
    {
        var options = new ReRankingOptions
        {
            DiversityLambda = 1,
            MaxCategoryShare = 1,
            ExplorationShare = share,
            NewItemAge = newItemAge ?? TimeSpan.FromDays(30),
        };
        var context = new ReRankingContext
        {
            View = View,
            Now = Items.Now,
            Count = 10,
            Rankings = Rankings,
            Seed = seed,
            Excluded = new Packed<int>(excluded ?? []),
        };
        return new ReRanker(options).ReRank(Enumerable.Range(0, 30).Select(i => Items.Candidate(i, 1 - (i / 100f))).ToArray(), context);
    }
}
