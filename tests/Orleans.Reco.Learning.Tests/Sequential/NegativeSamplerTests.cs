namespace Orleans.Reco.Learning.Tests;

public sealed class NegativeSamplerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void ItemsAreDrawnAsOftenAsItSays(double power)
    {
        var data = TestShop.Dataset(Enumerable.Range(0, 40).SelectMany(u => Enumerable.Range(0, 20 - u / 2).Select(i => (u, i + 1, 1, (long)i))), users: 40, items: 20);
        var sampler = new NegativeSampler(data, SequenceTests.Options with { Negatives = 1_000, NegativePower = power });
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
        var expected = Array.ConvertAll(sampler.Correction(items), c => Math.Exp(-c));
        Assert.Equal(1_000, expected.Sum(), 0.5);
        Assert.All(items, i => Assert.Equal(1, counts[i] / 200 / expected[i - 1], 0.1));
        Assert.Equal(power == 0, Math.Abs(expected[0] - expected[19]) < 1e-3);
    }
}
