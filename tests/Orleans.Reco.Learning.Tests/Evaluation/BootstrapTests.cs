namespace Orleans.Reco.Learning.Tests;

public sealed class BootstrapTests
{
    private const int Simulations = 400;

    [Fact]
    public void NinetyFivePercentIntervalsHoldTheTrueMeanAboutThatOften()
    {
        // Like NDCG: two thirds are zero, the rest anywhere up to 1. The true mean is 1/6.
        var held = 0;
        for (var s = 0; s < Simulations; s++)
        {
            var random = new Random(s);
            var values = Enumerable.Range(0, 200).Select(_ => random.Next(3) == 0 ? random.NextDouble() : 0).ToArray();
            var interval = Bootstrap.Interval(values, resamples: 400, seed: s, threads: 1);
            held += interval.Low <= 1.0 / 6 && 1.0 / 6 <= interval.High ? 1 : 0;
        }

        Assert.InRange(held / (double)Simulations, 0.92, 0.98);
    }

    [Fact]
    public void TwoModelsThatAreAlikeDifferAboutAsOftenAsTheLevelSays()
    {
        var alarms = 0;
        for (var s = 0; s < Simulations; s++)
        {
            var random = new Random(s);
            double Value() => random.Next(3) == 0 ? random.NextDouble() : 0;
            double[] first = [.. Enumerable.Range(0, 150).Select(_ => Value())], second = [.. Enumerable.Range(0, 150).Select(_ => Value())];
            alarms += PairedTest.Compare(first, second, permutations: 199, seed: s, threads: 1).PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms / (double)Simulations, 0.02, 0.08);
    }

    [Fact]
    public void ASmallDifferenceOnTheSameUsersIsSeen()
    {
        var random = new Random(1);
        double[] first = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        double[] second = [.. first.Select(v => v + 0.02 + (random.NextDouble() - 0.5) * 0.1)];
        var result = PairedTest.Compare(first, second);
        Assert.True(result.PValue < 0.001, $"p = {result.PValue}");
        Assert.True(result.Difference.Low > 0);
    }

    [Fact]
    public void ThreadsDoNotChangeTheResult()
    {
        var random = new Random(1);
        double[] first = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())], second = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
        Assert.Equal(PairedTest.Compare(first, second, threads: 1), PairedTest.Compare(first, second, threads: 4));
        Assert.NotEqual(Bootstrap.Interval(first, seed: 1), Bootstrap.Interval(first, seed: 2));
    }

    [Fact]
    public void HolmRaisesTheSmallestMostAndKeepsTheOrder()
    {
        var adjusted = PairedTest.Holm([0.04, 0.01, 0.03]);
        Assert.Equal(0.03, adjusted[1], 12);
        Assert.Equal(0.06, adjusted[2], 12);
        Assert.Equal(0.06, adjusted[0], 12);
    }
}
