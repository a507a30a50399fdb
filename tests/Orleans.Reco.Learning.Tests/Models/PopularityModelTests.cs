namespace Orleans.Reco.Learning.Tests;

public sealed class PopularityModelTests
{
    [Fact]
    public void CountsWeightedInteractionsBeforeTheTime()
    {
        // A view weighs 1, a purchase 5.
        var data = TestShop.Dataset([(0, 1, 1, 10), (0, 2, 2, 20), (1, 1, 1, 30), (1, 3, 2, 40)], users: 2, items: 3);
        Assert.Equal([2, 5, 0], PopularityModel.Fit(data, before: 40).Scores.ToArray());
    }

    [Fact]
    public void AnInteractionOfOneHalfLifeCountsHalf()
    {
        var data = TestShop.Dataset([(0, 1, 1, 0), (0, 2, 1, 100), (1, 3, 1, 200)], users: 2, items: 3);
        var scores = PopularityModel.Fit(data, before: 1_000, TimeSpan.FromSeconds(100)).Scores.ToArray();
        Assert.Equal([0.25f, 0.5f, 1f], scores);
    }
}
