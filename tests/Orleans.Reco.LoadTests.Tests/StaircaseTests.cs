using CsCheck;
using Orleans.Reco.LoadTests;

namespace Orleans.Reco.Tests;

public sealed class StaircaseTests
{
    [Fact]
    public void Arrives_from_below_and_from_above() => Gen.Double[0.1, 5].Sample(start =>
        Assert.InRange(Follow(new Staircase(start), ratio => ratio <= 1, trials: 24).Average(), 0.95, 1.02));

    [Fact]
    public void A_target_that_keeps_up_with_nothing_is_reported()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Follow(new Staircase(3), _ => false, trials: 1));
        Assert.Contains("does not keep up", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stays_where_three_of_four_trials_pass() => Gen.Int.Sample(
        seed =>
        {
            // The chance to pass falls from 1 at 900 to 0 at 1,100: it is three quarters at 950.
            var random = new Random(seed);
            var ratios = Follow(new Staircase(800), ratio => random.NextDouble() < (1100 - ratio) / 200, trials: 400);
            Assert.InRange(ratios.Average(), 925, 975);
        },
        iter: 50);

    [Fact]
    public void The_ratio_is_believed_as_far_as_the_turns_agree()
    {
        var (steady, wild) = (new RatesInTurns(), new RatesInTurns());
        for (var turn = 0; turn < 8; turn++)
        {
            steady.Add(300 + turn, 100);
            wild.Add(turn < 4 ? 200 : 407, 100);
        }

        Assert.Equal(3.035, steady.Ratio, 1e-9);
        Assert.Equal(3.035, wild.Ratio, 1e-9);
        Assert.True(steady.ToFigure("a", 3, "").Met);
        Assert.False(wild.ToFigure("a", 3, "").Met);
        Assert.False(steady.ToFigure("a", 3.03, "").Met);
    }

    /// <summary>The ratios of the trials after it has arrived.</summary>
    private static List<double> Follow(Staircase stairs, Func<double, bool> keepsUp, int trials)
    {
        var ratios = new List<double>();
        while (ratios.Count < trials)
        {
            var ratio = stairs.Ratio;
            stairs.Record(keepsUp(ratio));
            if (stairs.HasArrived)
            {
                ratios.Add(ratio);
            }
        }

        return ratios;
    }
}
