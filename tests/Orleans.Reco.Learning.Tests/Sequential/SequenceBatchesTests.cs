namespace Orleans.Reco.Learning.Tests;

public sealed class SequenceBatchesTests
{
    [Fact]
    public void EveryEventButTheFirstOfAUserIsATargetOnceAnEpoch()
    {
        // Distinct items: nothing is left out for being a repeat.
        var log = Enumerable.Range(0, 3).SelectMany(u => Enumerable.Range(0, 137).Select(i => (u, i + 1, 1, (long)i)));
        var data = TestShop.Dataset(log, users: 3, items: 137);
        var batches = new SequenceBatches(data, SequenceTests.Options with { MaxLength = 20 });
        for (var seed = 0; seed < 5; seed++)
        {
            var targets = batches.Epoch(seed).SelectMany(b => b.Targets).Order();
            Assert.Equal(Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(2, 136).Select(i => (long)i)).Order(), targets);
            Assert.All(batches.Epoch(seed), b => Assert.InRange(b.Length, 1, 20));
        }
    }

    [Fact]
    public void RepeatsAndWhatComesLaterAreNoTargets()
    {
        var data = TestShop.Dataset([(0, 1, 1, 1), (0, 2, 1, 2), (0, 1, 1, 3), (0, 3, 1, 4), (0, 4, 1, 99)], users: 1, items: 4);
        var batch = Assert.Single(new SequenceBatches(data.Before(50), SequenceTests.Options).Epoch(1));
        Assert.Equal([2L, 3L], batch.Targets);
        Assert.Equal([0L, 2L], batch.Positions);
        Assert.Equal([1L, 2L, 1L], batch.Items);
    }

    [Fact]
    public void AHorizonHasWhatFollowsOnceAndNothingThatWasSeen()
    {
        var data = TestShop.Dataset([(0, 1, 1, 1), (0, 2, 1, 2), (0, 1, 1, 3), (0, 3, 1, 4), (0, 3, 1, 5)], users: 1, items: 3);
        var batch = Assert.Single(new SequenceBatches(data, SequenceTests.Options with { Horizon = 3 }).Epoch(1));
        Assert.Equal([0L, 1L, 2L], batch.Positions);
        Assert.Equal([2L, 0L, 3L, 0L, 3L, 0L, 3L, 0L, 0L], batch.Targets);
    }

    [Fact]
    public void EventDropoutLeavesOutItsShareAndNeverAWholeHistory()
    {
        var log = Enumerable.Range(0, 200).SelectMany(u => Enumerable.Range(0, 10).Select(i => (u, i + 1, 1, (long)i)));
        var data = TestShop.Dataset(log, users: 200, items: 10);
        var batches = new SequenceBatches(data, SequenceTests.Options with { EventDropout = 0.3 });
        Assert.InRange(batches.Epoch(1).Sum(b => b.Targets.Length), 200 * 5, 200 * 7);
    }
}
