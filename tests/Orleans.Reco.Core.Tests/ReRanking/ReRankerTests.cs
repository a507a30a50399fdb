using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class ReRankerTests
{
    private static readonly Gen<Case> Cases =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 5], Gen.Int[1, 25], Gen.Int[0, 80].Array[0, 60], Gen.Int, Gen.Bool)
            .Select((items, categories, count, ordinals, seed, rankings) => new Case(items, categories, count, ordinals, seed, rankings));

    [Fact]
    public void A_list_has_only_what_may_be_shown_each_once_and_as_much_as_there_is() => Cases.Sample(test =>
    {
        var context = test.Context();
        var candidates = test.Candidates();
        var list = new ReRanker(test.Options()).ReRank(candidates, context);

        Assert.Equal(list.Length, list.DistinctBy(candidate => candidate.Ordinal).Count());
        Assert.All(list, candidate => Assert.True(
            context.View.IsAvailable(candidate.Ordinal, Items.Now)
            && !context.Excluded.Span.Contains(candidate.Ordinal)
            && (context.Category is null || context.View[candidate.Ordinal]!.Categories.Contains(context.Category))));
        var sources = candidates.Select(candidate => candidate.Ordinal);
        if (context.Rankings is not null)
        {
            sources = sources.Concat(context.View.Rows.Select(row => row.Ordinal));
        }

        Assert.Equal(Math.Min(context.Count, sources.Where(context.Allows).Distinct().Count()), list.Length);
        if (context.Rankings is null)
        {
            Assert.All(list, candidate => Assert.Contains(candidate, candidates));
        }
    });

    [Fact]
    public void The_same_request_gives_the_same_list() => Cases.Sample(test =>
        Assert.Equal(
            new ReRanker(test.Options()).ReRank(test.Candidates(), test.Context()),
            new ReRanker(test.Options()).ReRank(test.Candidates(), test.Context())));

    [Fact]
    public void No_category_takes_more_than_its_share_while_others_could_have_the_place() => Cases.Sample(test =>
    {
        var context = test.Context() with { Category = null };
        var candidates = test.Candidates();
        var list = new ReRanker(test.Options()).ReRank(candidates, context);
        var cap = new CategoryCap(test.Options().MaxCategoryShare).Cap(context.Count);
        var taken = list.CountBy(candidate => context.View[candidate.Ordinal]!.Category!).ToDictionary();
        var shown = list.Select(candidate => candidate.Ordinal).ToHashSet();
        var left = candidates.Where(candidate => context.Allows(candidate.Ordinal) && !shown.Contains(candidate.Ordinal));
        if (taken.Values.Any(count => count > cap))
        {
            Assert.All(left, candidate => Assert.True(taken.GetValueOrDefault(context.View[candidate.Ordinal]!.Category!) >= cap));
        }
    });

    [Fact]
    public void With_all_rules_off_the_list_is_the_head_of_the_candidates() => Cases.Sample(test =>
    {
        var context = test.Context() with { Exposures = null, Rankings = null };
        var off = new ReRankingOptions { DiversityLambda = 1, ExplorationShare = 0, MaxCategoryShare = 1 };
        var filtered = ReRanker.Filter(test.Candidates(), context with { Count = int.MaxValue });
        Assert.Equal(filtered.Take(context.Count), new ReRanker(off).ReRank(test.Candidates(), context));
    });

    [Fact]
    public void A_filter_keeps_the_order() => Cases.Sample(test =>
    {
        var context = test.Context();
        var allowed = test.Candidates().Where(candidate => context.Allows(candidate.Ordinal)).DistinctBy(candidate => candidate.Ordinal);
        Assert.Equal(allowed.Take(context.Count), ReRanker.Filter(test.Candidates(), context));
    });

    /// <summary>A catalog in which every fifth item is sold out, candidates some of which it does not know, and a context.</summary>
    private sealed record Case(int Items, int Categories, int Count, int[] Ordinals, int Seed, bool WithRankings)
    {
        public ReRankingOptions Options()
        {
            var random = new Random(Seed);
            return new ReRankingOptions
            {
                MaxCategoryShare = random.NextDouble(),
                MaxExposures = random.Next(1, 4),
                DiversityLambda = random.NextDouble(),
                DiversityDepth = random.Next(0, 30),
                ExplorationShare = random.NextDouble() / 2,
            };
        }

        public ScoredCandidate[] Candidates()
        {
            var random = new Random(Seed);
            var scored = Ordinals.Select(ordinal => Tests.Items.Candidate(ordinal, random.Next(5)));
            return [.. scored.OrderByDescending(candidate => candidate.Score)];
        }

        public ReRankingContext Context()
        {
            var random = new Random(Seed);
            var view = Tests.Items.View(Enumerable.Range(0, Items).Select(i => Tests.Items.Item(i, $"c{i % Categories}") with
            {
                InStock = i % 5 != 4,
                PublishedAt = Tests.Items.Time(-i),
            }).ToArray());
            var exposures = new ExposureRing();
            exposures.Record([.. Enumerable.Range(0, 50).Select(_ => random.Next(20))], Tests.Items.Now - 10);
            var vectors = Enumerable.Range(0, (Items + 1) / 2).ToArray();
            return new ReRankingContext
            {
                View = view,
                Now = Tests.Items.Now,
                Count = Count,
                Excluded = new Packed<int>(Enumerable.Range(0, 80).Where(_ => random.Next(6) == 0).ToArray()),
                Category = random.Next(3) == 0 ? "c0" : null,
                Exposures = exposures,
                History = BehaviourHistory.From(new Packed<HistoryEvent>([new(3, Tests.Items.Now - 5, 0, InteractionType.Click)])),
                Vectors = new ItemVectors([.. vectors.SelectMany(_ => new[] { random.NextSingle(), random.NextSingle() })], 2, vectors),
                Rankings = WithRankings ? CatalogRankings.Compute(view, Tests.Items.Now, Tests.Items.Signals) : null,
                Seed = Seed,
            };
        }
    }
}
