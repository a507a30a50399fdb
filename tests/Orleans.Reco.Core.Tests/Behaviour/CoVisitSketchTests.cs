using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class CoVisitSketchTests
{
    private const double HalfLife = 500;

    private static readonly Gen<(int Ordinal, float Weight, uint Time)[]> Visits =
        Gen.Select(Gen.Int[0, 20], Gen.Float[0.1f, 3], Gen.UInt[0, 1000]).Array[1, 80];

    [Fact]
    public void Bounds_every_weight_and_misses_no_heavy_neighbour() =>
        Gen.Select(Visits, Gen.Int[1, 8]).Sample((visits, capacity) =>
        {
            var sketch = Sketch(visits, capacity);
            var now = visits.Max(visit => visit.Time);
            var truth = visits.GroupBy(visit => visit.Ordinal).ToDictionary(
                group => group.Key,
                group => group.Sum(visit => visit.Weight * Math.Pow(2, -(now - visit.Time) / HalfLife)));
            var entries = sketch.ToPacked().Span.ToArray();
            var tolerance = 1e-4 * truth.Values.Sum();

            Assert.True(entries.Length <= capacity);
            Assert.Equal(entries.Length, entries.DistinctBy(entry => entry.Ordinal).Count());
            Assert.All(entries, entry =>
            {
                Assert.Equal(now, entry.UnixSeconds);
                Assert.InRange(truth[entry.Ordinal], entry.Guaranteed - tolerance, entry.Weight + tolerance);
            });
            var heavy = truth.Where(pair => pair.Value > (truth.Values.Sum() / capacity) + tolerance).Select(pair => pair.Key);
            Assert.All(heavy, ordinal => Assert.Contains(entries, entry => entry.Ordinal == ordinal));
        });

    [Fact]
    public void Is_exact_while_there_is_room() =>
        Visits.Sample(visits =>
        {
            var now = visits.Max(visit => visit.Time);
            var expected = visits.GroupBy(visit => visit.Ordinal)
                .Select(group => (group.Key, Sum: group.Sum(visit => visit.Weight * Math.Pow(2, -(now - visit.Time) / HalfLife))))
                .ToDictionary(pair => pair.Key, pair => pair.Sum);
            var top = Sketch(visits, 32).Top(5).Span.ToArray();
            Assert.Equal(Math.Min(5, expected.Count), top.Length);
            Assert.All(top.Zip(top.Skip(1)), pair => Assert.True(expected[pair.First] >= expected[pair.Second] - 1e-4));
            Assert.All(expected.Keys.Except(top), other => Assert.True(expected[other] <= expected[top[^1]] + 1e-4));
        });

    [Fact]
    public void A_restored_sketch_goes_on_like_the_original() =>
        Gen.Select(Visits, Visits).Sample((before, after) =>
        {
            var original = Sketch(before, 6);
            var restored = CoVisitSketch.From(original.ToPacked(), HalfLife, 6);
            foreach (var (ordinal, weight, time) in after)
            {
                original.Add(ordinal, weight, time);
                restored.Add(ordinal, weight, time);
            }

            Assert.Equal(original.ToPacked(), restored.ToPacked());
        });

    [Fact]
    public void A_newcomer_inherits_the_lightest_weight_as_an_error_that_decays_too()
    {
        var sketch = Sketch([(1, 4, 0), (2, 1, 0), (2, 1, (uint)HalfLife)], 1);
        Assert.Equal([new CoVisit(2, 3.5f, 2, (uint)HalfLife)], sketch.ToPacked().Span.ToArray());
    }

    [Fact]
    public void A_smaller_capacity_keeps_the_heaviest()
    {
        var sketch = Sketch([(1, 1, 0), (2, 3, 0), (3, 2, 0)], 8);
        Assert.Equal([2, 3], CoVisitSketch.From(sketch.ToPacked(), HalfLife, 2).Top(9).Span.ToArray());
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_weight_that_is_not_positive_is_ignored(float weight) => Assert.Equal(0, Sketch([(1, weight, 0)], 8).Count);

    private static CoVisitSketch Sketch((int Ordinal, float Weight, uint Time)[] visits, int capacity)
    {
        var sketch = new CoVisitSketch(HalfLife, capacity);
        foreach (var (ordinal, weight, time) in visits)
        {
            sketch.Add(ordinal, weight, time);
        }

        return sketch;
    }
}
