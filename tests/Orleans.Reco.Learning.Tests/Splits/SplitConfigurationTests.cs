using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class SplitConfigurationTests
{
    private static readonly InteractionDataset Data = TestShop.Dataset();

    [Theory]
    [InlineData("leave-one-out")]
    [InlineData("temporal:validation=0.1,holdout=0.2")]
    [InlineData("temporal:validationFrom=2023-11-20T00:00:00Z,holdoutFrom=2023-11-21T12:30:05Z")]
    [InlineData("by-user:validation=0.2,holdout=0.15,history=0.5,seed=7")]
    public void TheTextReproducesTheSplit(string text)
    {
        var configuration = SplitConfiguration.Parse(text);
        Assert.Equal(text, configuration.ToString());
        var (first, second) = (configuration.Create(Data), SplitConfiguration.Parse(configuration.ToString()).Create(Data));
        Assert.Equal(first.Train.Fingerprint(), second.Train.Fingerprint());
        Assert.Equal(first.TrainAndValidation.Fingerprint(), second.TrainAndValidation.Fingerprint());
        Assert.Equal(first.Test.Select(c => (c.User, c.History.Length, c.Targets[0])), second.Test.Select(c => (c.User, c.History.Length, c.Targets[0])));
        Assert.NotEmpty(first.Validation);
        Assert.NotEmpty(first.Test);
    }

    [Theory]
    [InlineData("random", "allowed are temporal, leave-one-out, by-user")]
    [InlineData("leave-one-out:seed=1", "'seed' is not known for leave-one-out; allowed are none")]
    [InlineData("temporal:holdout=0.9", "holdout is 0.9; allowed are 0.01 to 0.4")]
    [InlineData("temporal:holdoutFrom=2020-01-01", "come together")]
    [InlineData("temporal:validationFrom=2020-01-02,holdoutFrom=2020-01-01", "validationFrom first in time")]
    [InlineData("by-user:history=much", "a number is allowed")]
    public void WhatIsRefusedNamesWhatIsAllowed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DatasetException>(() => SplitConfiguration.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void NothingIsLearntFromWhatIsMeasured()
    {
        foreach (var text in new[] { "leave-one-out", "temporal", "by-user:validation=0.2,holdout=0.2" })
        {
            var split = SplitConfiguration.Parse(text).Create(Data);
            var known = split.TrainAndValidation.KnownItems();
            foreach (var test in split.Test)
            {
                var learnt = split.TrainAndValidation.HistoryOf(test.User).ToArray();
                var measured = test.Targets.Except(test.History.ToArray().Select(e => e.Item)).ToArray();
                Assert.DoesNotContain(learnt, e => measured.Contains(e.Item));
                Assert.All(test.Targets, item => Assert.True(split.Candidates[item - 1] && (text == "leave-one-out" || known[item - 1])));
            }
        }
    }

    [Fact]
    public void HeldOutUsersAreNotLearntFromAndKeepTheirPartWhenOthersGo() =>
        Gen.Select(Gen.Int[0, 1_000], Gen.Double[0.05, 0.4], Gen.Double[0.05, 0.4]).Sample(
            (seed, validation, holdout) =>
            {
                var configuration = new SplitConfiguration
                {
                    Kind = SplitKind.ByUser,
                    Seed = seed,
                    ValidationFraction = validation,
                    HoldoutFraction = holdout,
                };
                var split = configuration.Create(Data);
                Assert.All(split.Test, c => Assert.True(split.TrainAndValidation.HistoryOf(c.User).IsEmpty));
                Assert.All(split.Validation, c => Assert.True(split.Train.HistoryOf(c.User).IsEmpty && !split.TrainAndValidation.HistoryOf(c.User).IsEmpty));
                var share = Data.Users.Count(u => ByUserSplit.Part(u, configuration) == SplitPart.Test) / (double)Data.Users.Count;
                Assert.InRange(share, holdout - 0.15, holdout + 0.15);
            },
            iter: 20);

    [Fact]
    public void FixedTimesGiveWhatTheirQuantilesGive()
    {
        var quantiles = TemporalSplit.Create(Data, 0.1, 0.2);
        var byTime = new SplitConfiguration { ValidationFrom = quantiles.ValidationFrom, HoldoutFrom = quantiles.HoldoutFrom }.Create(Data);
        var byShare = new SplitConfiguration { ValidationFraction = 0.1, HoldoutFraction = 0.2 }.Create(Data);
        Assert.Equal(byShare.Train.Fingerprint(), byTime.Train.Fingerprint());
        Assert.Equal(byShare.Protocol, byTime.Protocol);
    }
}
