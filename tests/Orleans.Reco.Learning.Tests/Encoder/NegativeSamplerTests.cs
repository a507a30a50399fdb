namespace Orleans.Reco.Learning.Tests;

public sealed class NegativeSamplerTests
{
    [Fact]
    public void ItemsAreDrawnAsOftenAsItSays()
    {
        var data = TestShop.Dataset(Enumerable.Range(0, 40).SelectMany(u => Enumerable.Range(0, 20 - u / 2).Select(i => (u, i + 1, 1, (long)i))), users: 40, items: 20);
        var sampler = new NegativeSampler(data, long.MaxValue, negatives: 1_000);
        var random = new Random(5);
        var counts = new double[21];
        for (var draw = 0; draw < 200; draw++)
        {
            foreach (var item in sampler.Draw(random))
            {
                counts[item]++;
            }
        }

        long[] items = [.. Enumerable.Range(1, 20).Select(i => (long)i)];
        var expected = Array.ConvertAll(sampler.Correction(items), c => -c);
        Assert.Equal(1_000, expected.Sum(e => Math.Exp(e)), 0.5);
        Assert.All(items, i => Assert.Equal(1, counts[i] / 200 / Math.Exp(expected[i - 1]), 0.1));
    }
}
