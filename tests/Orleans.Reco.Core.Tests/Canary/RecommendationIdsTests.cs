namespace Orleans.Reco.Core.Tests;

public sealed class RecommendationIdsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void An_id_tells_its_version_and_its_time()
    {
        var id = RecommendationIds.Create(Now, "20260102T030405Z-00000001");
        Assert.Equal(7, id.Version);
        Assert.True(RecommendationIds.IsOf(id.ToString(), "20260102T030405Z-00000001"));
        Assert.False(RecommendationIds.IsOf(id.ToString(), "20260102T030405Z-00000002"));
        Assert.Equal(Guid.CreateVersion7(Now).ToString()[..13], id.ToString()[..13]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rec-1")]
    public void What_is_no_id_is_of_no_version(string? id) => Assert.False(RecommendationIds.IsOf(id, "v"));

    [Fact]
    public void Ids_of_one_moment_differ() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => RecommendationIds.Create(Now, "v")).Distinct().Count());
}
