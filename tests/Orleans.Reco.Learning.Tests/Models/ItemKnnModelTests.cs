using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class ItemKnnModelTests
{
    [Fact]
    public void EqualsTheDefinition() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[1, 6], Gen.Int[1, 2], Gen.Long[0, 100]).List[1, 60].Sample(
            log =>
            {
                var data = TestShop.Dataset(log, users: 8, items: 6);
                var model = ItemKnnModel.Fit(data, before: 80, neighbours: 4, shrinkage: 2, threads: 2, TestContext.Current.CancellationToken);
                var users = Enumerable.Range(1, 6)
                    .Select(item => data.Events.Where(e => e.Item == item && e.UnixSeconds < 80).Select(e => e.User).ToHashSet())
                    .ToArray();
                for (var i = 0; i < 6; i++)
                {
                    var expected = Enumerable.Range(0, 6)
                        .Where(j => j != i && users[i].Overlaps(users[j]))
                        .Select(j => (float)(users[i].Intersect(users[j]).Count() / (Math.Sqrt(users[i].Count) * Math.Sqrt(users[j].Count) + 2)))
                        .OrderDescending()
                        .Take(4);
                    Assert.Equal(expected, model.Similarities[i]);
                }
            },
            iter: 200);

    [Fact]
    public void ScoresSumTheSimilaritiesOfDistinctHistoryItems()
    {
        var data = TestShop.Dataset([(0, 1, 1, 1), (0, 2, 1, 2), (1, 1, 1, 1), (1, 2, 1, 2), (1, 3, 1, 3)], users: 2, items: 3);
        var model = ItemKnnModel.Fit(data, before: 100, shrinkage: 0, cancellationToken: TestContext.Current.CancellationToken);
        var scores = new float[3];
        model.Score([new[] { new DatasetEvent(5, 1, 1, 0, 1), new DatasetEvent(5, 2, 1, 0, 2), new DatasetEvent(5, 1, 1, 0, 3) }], scores);
        Assert.Equal(2 / Math.Sqrt(2), scores[2], 6);
        Assert.Equal([3], model.Recommend(new[] { new DatasetEvent(5, 1, 1, 0, 1), new DatasetEvent(5, 2, 1, 0, 2) }, 10));
    }
}
