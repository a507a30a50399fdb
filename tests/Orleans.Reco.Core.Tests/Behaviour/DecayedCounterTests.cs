using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class DecayedCounterTests
{
    private static readonly Gen<(double Weight, uint Time)[]> Additions = Gen.Select(Gen.Double[-5, 5], Gen.UInt[0, 100_000]).Array[1, 20];

    [Fact]
    public void Equals_the_sum_of_decayed_weights_in_any_order() =>
        Gen.Select(Additions, Gen.Double[10, 50_000], Gen.UInt[0, 100_000]).Sample((additions, halfLife, later) =>
        {
            var counter = default(DecayedCounter);
            foreach (var (weight, time) in additions)
            {
                counter = counter.Add(weight, time, halfLife);
            }

            var now = additions.Max(addition => addition.Time) + later;
            var expected = additions.Sum(addition => addition.Weight * Math.Pow(2, -(now - addition.Time) / halfLife));
            Assert.Equal(expected, counter.At(now, halfLife), 1e-9);
        });

    [Fact]
    public void Halves_in_a_half_life() => Assert.Equal(4, new DecayedCounter(8, 1000).At(1060, 60), 1e-12);

    [Fact]
    public void Does_not_grow_backwards_in_time() => Assert.Equal(8, new DecayedCounter(8, 1000).At(900, 60));

    [Fact]
    public void Of_positive_weights_never_grows_without_an_addition() =>
        Gen.Select(Gen.Double[0, 100], Gen.UInt[0, 1000], Gen.UInt[0, 1000]).Sample((value, first, more) =>
        {
            var counter = new DecayedCounter(value, 10);
            Assert.True(counter.At(first + more, 60) <= counter.At(first, 60));
        });
}
