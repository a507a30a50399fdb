using Orleans.Reco.FaultTests;

namespace Orleans.Reco.Tests;

public sealed class TrendTests
{
    [Fact]
    public void Growth_is_found_behind_outliers()
    {
        // A tenth of growth, and a spike in every fifth minute.
        var points = Enumerable.Range(0, 31).Select(i => ((double)i, 100 + (i / 3.0) + (i % 5 == 0 ? 50 : 0))).ToList();
        var trend = Trend.Of(points);
        Assert.InRange(trend.Growth, 0.08, 0.11);
        Assert.False(trend.IsFlat);
    }

    [Fact]
    public void Noise_and_shrinking_are_flat()
    {
        var random = new Random(1);
        Assert.True(Trend.Of([.. Enumerable.Range(0, 31).Select(i => ((double)i, 100 + (10 * random.NextDouble())))]).IsFlat);
        Assert.True(Trend.Of([(0, 100), (1, 90), (2, 80)]).IsFlat);
    }
}
