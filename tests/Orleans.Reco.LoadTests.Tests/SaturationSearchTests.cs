using Orleans.Reco.LoadTests;

namespace Orleans.Reco.Tests;

public sealed class SaturationSearchTests
{
    [Theory]
    [InlineData(1000, 100)]
    [InlineData(1000, 1000)]
    [InlineData(1000, 5000)]
    public async Task Finds_the_capacity_from_below_and_above(double capacity, double start)
    {
        var search = new SaturationSearch(rate => Task.FromResult(Math.Min(1, capacity / rate)));
        var found = await search.FindAsync(start);
        Assert.InRange(found, 0.9 * capacity, capacity / SaturationSearch.Share);
    }

    [Fact]
    public async Task A_lucky_trial_is_not_believed()
    {
        // Somewhat over its capacity the target keeps up every other time: a trial may say yes, the mean of several does not.
        var trials = 0;
        var search = new SaturationSearch(rate => Task.FromResult(rate <= 700 ? 1.0 : rate > 900 ? 0.5 : trials++ % 2 == 0 ? 1.0 : 0.8));
        Assert.InRange(await search.FindAsync(800), 600, 700);
    }

    [Fact]
    public async Task A_target_that_keeps_up_with_nothing_is_reported()
    {
        var search = new SaturationSearch(_ => Task.FromResult(0.0));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.FindAsync(100));
        Assert.Contains("does not keep up", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_is_that_of_students_t()
    {
        // Mean 0.98, standard deviation 0.01, four values: 0.98 - 2.353 * 0.01 / 2.
        var spread = 0.01 * Math.Sqrt(3) / 2;
        Assert.Equal(0.968235, SaturationSearch.LowerBound([0.98 - spread, 0.98 - spread, 0.98 + spread, 0.98 + spread]), 1e-6);
    }
}
