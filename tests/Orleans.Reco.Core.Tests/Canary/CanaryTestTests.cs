using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class CanaryTestTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly CanaryOptions _options = new() { FalseAlarmRate = 0.05, Share = 0.1, MinUsers = 100 };

    [Fact]
    public void Of_200_canaries_of_the_same_model_no_more_are_rolled_back_than_stated()
    {
        var alarms = Enumerable.Range(0, 200).Count(seed => Run(seed, looks: 60, usersOfLook: 100, quality: 1) == CanaryVerdict.RollBack);
        TestContext.Current.TestOutputHelper?.WriteLine($"{alarms} of 200 A/A canaries were rolled back.");
        Assert.True(alarms <= 200 * _options.FalseAlarmRate, $"{alarms} of 200 were rolled back");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void A_canary_whose_lists_attract_nobody_is_rolled_back(double quality)
    {
        var caught = Enumerable.Range(0, 20).Count(seed => Run(seed, looks: 60, usersOfLook: 100, quality) == CanaryVerdict.RollBack);
        Assert.True(caught >= 19, $"{caught} of 20 were rolled back");
    }

    [Fact]
    public void A_better_canary_is_promoted() => Assert.Equal(CanaryVerdict.Promote, Run(1, looks: 60, usersOfLook: 100, quality: 1.5));

    [Fact]
    public void With_too_few_users_it_is_held_until_its_last_moment()
    {
        var canary = CanaryTest.Begin("b", "a", Now, _options);
        Assert.Equal(CanaryVerdict.Hold, canary.Judge(_options, Now + _options.Duration + _options.Attribution));
        Assert.Equal(CanaryVerdict.Promote, canary.Judge(_options, Now + _options.MaxDuration + _options.Attribution));
    }

    /// <summary>The expectation of each factor is at most 1 whatever the rates, as long as the canary's is not lower.</summary>
    [Fact]
    public void The_evidence_is_an_e_value() => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Double[0.02, 0.98], Gen.Double[0, 1], Gen.Int[1, 200]).Sample(
        (controlUsers, canaryUsers, rate, better, seen) =>
        {
            var before = SequentialLossTest.Add(new CanaryMetric { Name = "m" }, (seen, seen / 3), (0, 0));
            var canaryRate = rate + ((1 - rate) * better);
            var expected = 0.0;
            for (var a = 0; a <= controlUsers; a++)
            {
                for (var b = 0; b <= canaryUsers; b++)
                {
                    var after = SequentialLossTest.Add(before, (controlUsers, a), (canaryUsers, b));
                    expected += Binomial(controlUsers, a, rate) * Binomial(canaryUsers, b, canaryRate) * after.Evidence;
                }
            }

            Assert.True(expected <= 1 + 1e-9, $"{expected}");
        });

    private CanaryVerdict Run(int seed, int looks, int usersOfLook, double quality)
    {
        var shop = new ClickModel(seed);
        var canary = CanaryTest.Begin("b", "a", Now, _options);
        for (var look = 0; look < looks; look++)
        {
            var served = (int)(usersOfLook * _options.Share);
            canary = canary.Add(shop.Play(usersOfLook - served), shop.Play(served, quality));
            var verdict = canary.Judge(_options, Now.AddMinutes(look + 1) + _options.Attribution);
            if (verdict != CanaryVerdict.Hold)
            {
                return verdict;
            }
        }

        return CanaryVerdict.Hold;
    }

    private static double Binomial(int n, int k, double p)
    {
        var ways = 1.0;
        for (var i = 0; i < k; i++)
        {
            ways = ways * (n - i) / (i + 1);
        }

        return ways * Math.Pow(p, k) * Math.Pow(1 - p, n - k);
    }
}
