using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class CandidateSourceTests
{
    private const int Known = 200;
    private const int Items = 260;

    [Fact]
    public void WithoutAModelCoVisitsComeFirstThenTrendingThenPopular()
    {
        using var tenant = new TestTenant(
            Enumerable.Range(0, 40).Select(i => TestTenant.Item(i)),
            [
                Signals(1, coVisits: [7, 8]),
                Signals(2, coVisits: [8, 9]),
                Signals(20, trend: 50),
                Signals(30, popularity: 90),
                Signals(31, popularity: 80),
            ]);
        var result = tenant.Score(Scorers.Query(TestTenant.History(1, 2), count: 10));
        Assert.Equal(ScoreResult.NoModel, result.ModelVersion);
        Assert.True(result.State.IsEmpty);

        // Item 8 is second after the older event and first after the newer one; 1 and 2 are not excluded by anyone.
        Assert.Equal([8, 7, 9], result.Ordinals()[..3]);
        Assert.Equal([20, 30, 31], result.Ordinals()[3..6]);
        Assert.Equal([CandidateSource.Similar, CandidateSource.Trending, CandidateSource.Popular], SourcesAt(result, 0, 3, 4));
        Assert.Equal([2, 1, 2], result.Candidates.Span[..3].ToArray().Select(candidate => candidate.Because));
        Assert.Equal(10, result.Candidates.Length);
    }

    [Fact]
    public void WithoutAModelGivenCandidatesAreOrderedByCoVisitsThenPopularity()
    {
        using var tenant = new TestTenant(
            Enumerable.Range(0, 40).Select(i => TestTenant.Item(i)),
            [Signals(1, coVisits: [7, 8]), Signals(30, popularity: 90), Signals(31, popularity: 80)]);
        var query = Scorers.Query(TestTenant.History(1), count: 10) with { Candidates = new Packed<int>([31, 30, 8, 12, 30]) };
        Assert.Equal([8, 30, 31, 12], tenant.Score(query).Ordinals());
    }

    [Fact]
    public void ItemsWithoutAVectorFillTheListAndComeLast()
    {
        using var tenant = new TestTenant(Items);
        var model = tenant.Serve(Known);
        var result = tenant.Score(Scorers.Query(TestTenant.History(1, 2), count: Items));
        var ordinals = result.Ordinals();
        Assert.Equal(Enumerable.Range(0, Items), ordinals.Order());
        Assert.All(ordinals[..10], ordinal => Assert.True(model.IndexOf(ordinal) > 0));
        var scores = result.Candidates.Span.ToArray().Select(candidate => candidate.Score).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void PlacesAreReservedForNewItems()
    {
        var published = DateTimeOffset.FromUnixTimeSeconds(TestTenant.Now - 100);
        using var tenant = new TestTenant(
            Enumerable.Range(0, Items)
                .Select(i => TestTenant.Item(i) with { PublishedAt = i >= Known ? published.AddSeconds(i - Items) : null }),
            [Signals(3, trend: 9)]);
        _ = tenant.Serve(Known);
        var result = tenant.Score(Scorers.Query(TestTenant.History(1, 2), count: 120));
        Assert.Equal(120, result.Candidates.Length);
        Assert.Equal(3, result.Candidates.Span.ToArray().Count(candidate => candidate.Source == CandidateSource.New));
        Assert.Equal([Items - 1, Items - 2, Items - 3], result.Ordinals()[^3..]);
        var short_ = tenant.Score(Scorers.Query(TestTenant.History(1, 2), count: 20));
        Assert.All(short_.Candidates.Span.ToArray(), candidate => Assert.Equal(CandidateSource.Personal, candidate.Source));
    }

    [Fact]
    public void CoVisitsOfItemsThatTheModelDoesNotKnowBringCandidates()
    {
        using var tenant = new TestTenant(
            Enumerable.Range(0, Items).Select(i => TestTenant.Item(i)),
            [Signals(Items - 1, coVisits: [Items - 2])]);
        _ = tenant.Serve(Known);
        var result = tenant.Score(Scorers.Query(TestTenant.History(1, Items - 1), count: Items));
        var similar = result.Candidates.Span.ToArray().Single(candidate => candidate.Ordinal == Items - 2);
        Assert.Equal(CandidateSource.Similar, similar.Source);
        Assert.Equal(Items - 1, similar.Because);
    }

    [Fact]
    public void TheRankerOrdersTheBestByItsOwnScore()
    {
        using var tenant = new TestTenant(Items);
        var model = tenant.Serve(Known, new TestBundleOptions { Ranker = true });
        var query = Scorers.Query(TestTenant.History(1, 2, 3), count: 60);
        var options = new ScoringOptions { RankerDepth = 40 };
        var result = tenant.Score(query, options);
        var retrieved = Scorers.Expected(model, result, query, Enumerable.Range(0, Known));
        Assert.Equal(retrieved[..40].Order(), result.Ordinals()[..40].Order());
        Assert.Equal(retrieved[40..], result.Ordinals()[40..]);
        foreach (var candidate in result.Candidates.Span[..40])
        {
            Assert.Equal(RankerScore(model, result, query, candidate.Ordinal), candidate.Score, 1e-5f);
        }
    }

    private static float RankerScore(ServingModel model, ScoreResult result, ScoreQuery query, int ordinal)
    {
        var neighbours = new NeighbourScores();
        model.Neighbours!.Accumulate(query.History.Span, InteractionTypes.Default, neighbours);
        Assert.True(model.Vectors.TryGetVector(ordinal, out var item));
        var dot = System.Numerics.Tensors.TensorPrimitives.Dot(result.Vector.Values.Span, item);
        var score = new float[1];
        model.Ranker!.Score(
            result.Vector.Values.Span.ToArray(),
            item.ToArray(),
            new[] { dot, neighbours.Score(ordinal), MathF.Log(1 + model.PopularityOf(ordinal)) },
            score);
        return score[0];
    }

    private static CandidateSource[] SourcesAt(ScoreResult result, params int[] positions) =>
        Array.ConvertAll(positions, position => result.Candidates[position].Source);

    private static ItemSignals Signals(int ordinal, float popularity = 0, float trend = 0, int[]? coVisits = null) =>
        new(ordinal, popularity, trend, TestTenant.Now - 10, new Packed<int>(coVisits ?? []));
}
