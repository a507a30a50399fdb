namespace Orleans.Reco.Learning.Tests;

public sealed class ColumnMapTests
{
    [Fact]
    public void GivenColumnsComeBeforeUsualNames()
    {
        var columns = ColumnMap.Parse("user = who").Resolve(["who", "user_id", "item_id:token", "Timestamp"]);
        Assert.Equal("who", columns["user"]);
        Assert.Equal("item_id:token", columns["item"]);
        Assert.Equal("Timestamp", columns["timestamp"]);
        Assert.False(columns.ContainsKey("brand"));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("=x")]
    [InlineData("shopper=x")]
    public void AnythingElseIsRefused(string text) => Assert.Throws<DatasetException>(() => ColumnMap.Parse(text));
}
