using Orleans.Reco.LoadTests;

namespace Orleans.Reco.Tests;

public sealed class ZipfSamplerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(1.2)]
    public void Frequencies_follow_the_ranks(double skew)
    {
        const int keys = 50;
        const int draws = 200_000;
        var sampler = new ZipfSampler(keys, skew);
        var random = new Random(1);
        var counts = new int[keys];
        for (var i = 0; i < draws; i++)
        {
            counts[sampler.Next(random)]++;
        }

        var sum = Enumerable.Range(1, keys).Sum(rank => Math.Pow(rank, -skew));
        for (var rank = 0; rank < keys; rank++)
        {
            // Five standard deviations of a count; the seed is fixed.
            var expected = draws * Math.Pow(rank + 1, -skew) / sum;
            Assert.InRange(counts[sampler.KeyOf(rank)], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(97)]
    [InlineData(100_000)]
    public void Each_rank_has_a_key_of_its_own(int keys)
    {
        var sampler = new ZipfSampler(keys, 1);
        Assert.Equal(keys, Enumerable.Range(0, keys).Select(sampler.KeyOf).Distinct().Count(key => key >= 0 && key < keys));
    }
}
