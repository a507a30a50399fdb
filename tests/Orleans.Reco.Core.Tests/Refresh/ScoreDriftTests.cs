namespace Orleans.Reco.Core.Tests;

public sealed class ScoreDriftTests
{
    [Fact]
    public void The_same_distribution_does_not_drift_and_a_shifted_one_does()
    {
        Assert.True(After(shift: 0) < 0.05);
        Assert.True(After(shift: 1) > 0.25);
    }

    [Fact]
    public void Before_there_are_enough_scores_there_is_no_drift()
    {
        var drift = new ScoreDrift(100);
        for (var i = 0; i < 199; i++)
        {
            drift.Add(i < 100 ? 0 : 1000);
        }

        Assert.Equal(0, drift.Index);
        drift.Add(float.NaN);
        Assert.Equal(0, drift.Index);
        drift.Add(1000);
        Assert.True(drift.Index > 1);
    }

    private static double After(double shift)
    {
        var drift = new ScoreDrift();
        var random = new Random(1);
        for (var i = 0; i < 6000; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            drift.Add((float)(normal + (i < 2000 ? 0 : shift)));
        }

        return drift.Index;
    }
}
