namespace Orleans.Reco.Learning.Tests;

public sealed class ItemStatisticsTests
{
    // Item 1 by users 0, 1, 2 and 3; item 2 by 0 and 1; item 3 by 2; item 4 by nobody.
    private static readonly InteractionDataset Data = TestShop.Dataset(
        [(0, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1), (3, 1, 1, 1), (0, 2, 1, 2), (1, 2, 1, 2), (2, 3, 1, 2)], users: 4, items: 4);

    [Fact]
    public void NoveltyAndPopularityFollowTheCounts()
    {
        var items = new ItemStatistics(Data);
        Assert.Equal([4, 2, 1, 0], items.Events);
        Assert.Equal([0, 1, 2, 2], items.SelfInformation);
        Assert.Equal([0.875, 0.625, 0.375, 0.125], items.PopularityPercentile);
    }

    [Fact]
    public void DiversityIsByCommonUsersOrByCategory()
    {
        var byUsers = new ItemStatistics(Data);
        Assert.Equal(2 / Math.Sqrt(8), byUsers.Similarity(2, 1), 12);
        Assert.Equal(0, byUsers.Similarity(2, 3));
        Assert.Equal((1 - 2 / Math.Sqrt(8) + 1 - 1 / Math.Sqrt(4) + 1) / 3, byUsers.Diversity([1, 2, 3]), 12);
        var byCategory = new ItemStatistics(Data, [1, 1, 2, 0]);
        Assert.Equal(2.0 / 3, byCategory.Diversity([1, 2, 3]), 12);
        Assert.Equal("categories", byCategory.DiversityBasis);
    }
}
