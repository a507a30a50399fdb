namespace Orleans.Reco.Learning.Tests;

public sealed class TemporalSplitTests
{
    [Fact]
    public void QuantilesCutTheTimesAndOneSecondStaysTogether()
    {
        var data = TestShop.Dataset(Enumerable.Range(0, 100).Select(i => (i % 5, i % 10 + 1, 1, 1_000L + i / 2)), users: 5, items: 10);
        var split = TemporalSplit.Create(data, 0.1, 0.1);
        Assert.Equal(new TemporalSplit(1_040, 1_045), split);
        Assert.Equal(10, data.Events.Count(e => e.UnixSeconds >= split.HoldoutFrom));
    }

    [Fact]
    public void OneMomentCannotBeSplit()
    {
        var data = TestShop.Dataset(Enumerable.Range(0, 100).Select(i => (i % 5, i % 10 + 1, 1, 1_000L)), users: 5, items: 10);
        Assert.Contains("timestamp", Assert.Throws<DatasetException>(() => TemporalSplit.Create(data, 0.1, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsAreNewPositiveKnownItemsOfUsersWithAHistory()
    {
        (int, int, int, long)[] log =
        [
            (0, 1, 1, 10), (0, 2, 1, 20), (0, 1, 1, 110), (0, 3, 1, 120), (0, 3, 2, 130), (0, 4, 1, 140),
            (1, 3, 1, 10), (1, 3, 1, 150),
            (2, 1, 1, 160),
        ];
        var cases = TemporalSplit.Cases(TestShop.Dataset(log, users: 3, items: 4), from: 100);

        // User 1 only repeats, user 2 has no history, and nobody knew item 4 before.
        var only = Assert.Single(cases);
        Assert.Equal(0, only.User);
        Assert.Equal([1, 2], only.History.ToArray().Select(e => e.Item));
        Assert.Equal([3], only.Targets);
    }

    [Fact]
    public void SampledUsersAreTheSameForTheSameSeed()
    {
        var data = TestShop.Dataset();
        var from = TemporalSplit.Create(data, 0.1, 0.2).HoldoutFrom;
        var first = TemporalSplit.Cases(data, from, maxUsers: 20, seed: 3).Select(c => c.User).ToArray();
        Assert.Equal(20, first.Length);
        Assert.Equal(first, TemporalSplit.Cases(data, from, maxUsers: 20, seed: 3).Select(c => c.User));
        Assert.NotEqual(first, TemporalSplit.Cases(data, from, maxUsers: 20, seed: 4).Select(c => c.User));
    }
}
