namespace Orleans.Reco.Core.Tests;

public sealed class RestTests
{
    [Theory]
    [InlineData(10, 0.25, 1000, 30)]
    [InlineData(10, 1, 1000, 0)]
    [InlineData(10, 0.01, 100, 100)]
    public void Keeps_work_to_its_share_and_never_lasts_longer_than_allowed(int worked, double share, int longest, int expected) => Assert.Equal(
        expected,
        Rest.After(TimeSpan.FromMilliseconds(worked), share, TimeSpan.FromMilliseconds(longest)).TotalMilliseconds,
        tolerance: 0.01);

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    public void A_share_is_above_0_and_at_most_1(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rest.After(TimeSpan.Zero, share, TimeSpan.MaxValue));
}
