namespace Orleans.Reco.Core.Tests;

public sealed class CanaryAssignmentTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void A_canary_serves_its_share_of_the_users(double share)
    {
        var served = Enumerable.Range(0, 20_000).Count(user => CanaryAssignment.Serves((uint)user, "canary", share));
        Assert.InRange(served / 20_000.0, share - 0.01, share + 0.01);
    }

    [Fact]
    public void Another_canary_serves_others()
    {
        var both = Enumerable.Range(0, 20_000)
            .Count(user => CanaryAssignment.Serves((uint)user, "one", 0.2) && CanaryAssignment.Serves((uint)user, "two", 0.2));
        Assert.InRange(both / 20_000.0, 0.03, 0.05);
    }
}
