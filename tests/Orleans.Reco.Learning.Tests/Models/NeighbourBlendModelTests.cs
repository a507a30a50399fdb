namespace Orleans.Reco.Learning.Tests;

public sealed class NeighbourBlendModelTests
{
    [Fact]
    public void AddsDecayedSimilaritiesOfTheLastTenPositiveEvents()
    {
        var data = TestShop.Dataset([(0, 1, 1, 0)], users: 1, items: 3);
        var neighbours = new BundleNeighbours(2, [2, 3, 3, 0, 1, 0], [1f, 0.5f, 0.25f, 0f, 0.75f, 0f]);
        var model = new NeighbourBlendModel(PopularityModel.FromScores(new float[3]), neighbours, data, weight: 2);
        DatasetEvent[] history = [.. Enumerable.Repeat(new DatasetEvent(0, 3, 1, 0, 0), 20), new(0, 2, 1, 0, 1), new(0, 1, 1, 0, 2)];
        var scores = new float[3];
        model.Score([history], scores);
        Assert.Equal(2 * 1f, scores[1], 1e-5);
        Assert.Equal(2 * (0.5f + 0.8f * 0.25f), scores[2], 1e-5);
        Assert.Equal(2 * 0.75 * Enumerable.Range(2, 8).Sum(age => Math.Pow(0.8, age)), scores[0], 1e-4);
    }
}
