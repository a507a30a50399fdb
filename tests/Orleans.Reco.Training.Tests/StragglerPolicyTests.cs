using CsCheck;

namespace Orleans.Reco.Training.Tests;

public sealed class StragglerPolicyTests
{
    private static readonly StragglerPolicy Policy = new(3, TimeSpan.FromSeconds(5));

    [Fact]
    public void Nobody_is_late_before_half_of_the_parts_have_finished()
    {
        Assert.Null(Policy.Allowed([], 1));
        Assert.Null(Policy.Allowed([TimeSpan.FromSeconds(1)], 3));
        Assert.Equal(TimeSpan.FromSeconds(30), Policy.Allowed([TimeSpan.FromSeconds(10)], 2));
        Assert.Equal(TimeSpan.FromSeconds(60), Policy.Allowed([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)], 3));
        Assert.Equal(TimeSpan.FromSeconds(6), Policy.Allowed([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], 3));
    }

    // Whoever has finished was never late: the limit is beyond the median, and it grows as slower parts finish only until the median is known.
    [Fact]
    public void The_limit_is_beyond_the_median_whatever_the_slowest_take()
    {
        Gen.Double[0.001, 100].Array[1, 16].Sample(seconds =>
        {
            Array.Sort(seconds);
            var known = (seconds.Length + 1) / 2;
            var early = Policy.Allowed([.. seconds.Take(known).Select(TimeSpan.FromSeconds)], seconds.Length);
            var late = Policy.Allowed([.. seconds.Select(TimeSpan.FromSeconds)], seconds.Length);
            Assert.Equal(early, late);
            Assert.True(early >= TimeSpan.FromSeconds(seconds[(seconds.Length - 1) / 2]) + Policy.Grace);
        });
    }
}
