namespace Orleans.Reco.Core.Tests;

public sealed class ExposureCapTests
{
    private static readonly ReRanker ReRanker = new(new ReRankingOptions
    {
        MaxExposures = 2,
        ExposureWindow = TimeSpan.FromHours(1),
        DiversityLambda = 1,
        ExplorationShare = 0,
        MaxCategoryShare = 1,
    });

    [Fact]
    public void An_item_that_was_served_too_often_moves_behind_the_others() =>
        Assert.Equal([1, 2, 0], Shown([10, 20], []));

    [Fact]
    public void Below_the_limit_it_stays() => Assert.Equal([0, 1, 2], Shown([10], []));

    [Fact]
    public void Exposures_before_the_window_do_not_count() => Assert.Equal([0, 1, 2], Shown([10, 3601], []));

    [Fact]
    public void A_touch_ends_the_count() => Assert.Equal([0, 1, 2], Shown([10, 20], [new(0, Items.Now - 15, 0, InteractionType.Share)]));

    [Fact]
    public void A_touch_before_the_exposures_does_not() =>
        Assert.Equal([1, 2, 0], Shown([10, 20], [new(0, Items.Now - 25, 0, InteractionType.Share)]));

    [Fact]
    public void An_impression_is_not_a_touch() =>
        Assert.Equal([1, 2, 0], Shown([10, 20], [new(0, Items.Now - 15, 0, InteractionType.Impression)]));

    private static IEnumerable<int> Shown(uint[] servedSecondsAgo, HistoryEvent[] history)
    {
        var exposures = new ExposureRing();
        foreach (var seconds in servedSecondsAgo)
        {
            exposures.Record([0], Items.Now - seconds);
        }

        var context = new ReRankingContext
        {
            View = Items.View(3, 1),
            Now = Items.Now,
            Count = 3,
            Exposures = exposures,
            History = BehaviourHistory.From(new Packed<HistoryEvent>(history)),
        };
        var list = ReRanker.ReRank([Items.Candidate(0, 3), Items.Candidate(1, 2), Items.Candidate(2, 1)], context);
        return list.Select(candidate => candidate.Ordinal);
    }
}
