using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class TopKTests
{
    private static readonly float[] Special =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon, -float.Epsilon, float.MinValue];

    /// <summary>Few different scores, so that ties are common.</summary>
    private static readonly Gen<float> Scores = Gen.OneOf(
        Gen.Int[-3, 3].Select(i => i / 2f),
        Gen.Int[0, Special.Length - 1].Select(i => Special[i]),
        Gen.Float[-1, 1]);

    [Fact]
    public void Equals_a_sort_with_ties_by_ordinal_in_any_order_of_offers() =>
        Gen.Select(Scores.Array[0, 60], Gen.Int[1, 20], Gen.Int[0, 25], Gen.Int).Sample((scores, k, wanted, seed) =>
        {
            var offers = Enumerable.Range(0, scores.Length).ToArray();
            new Random(seed).Shuffle(offers);
            var offered = scores.Select(_ => float.NaN).ToArray();
            var top = new TopK(k);
            foreach (var ordinal in offers)
            {
                top.Offer(scores[ordinal], ordinal);
                offered[ordinal] = scores[ordinal];
                var kept = Expected(offered, k).ToArray();
                Assert.Equal(kept.Length, top.Count);
                Assert.True(top.Threshold <= (kept.Length == k ? scores[kept[^1]] : float.NegativeInfinity));
            }

            var best = Expected(scores, k).ToArray();
            top.Tighten();
            Assert.Equal(best.Length == k ? scores[best[^1]] : float.NegativeInfinity, top.Threshold);
            var (ordinals, values) = (new int[wanted], new float[wanted]);
            var count = top.Drain(ordinals, values);
            var expected = best.Take(wanted).ToArray();
            Assert.Equal(expected, ordinals.Take(count));
            Assert.Equal(expected.Select(i => scores[i]), values.Take(count));
            Assert.Equal((0, float.NegativeInfinity), (top.Count, top.Threshold));
        });

    [Fact]
    public void Without_order_the_same_are_taken_out() =>
        Gen.Select(Scores.Array[0, 60], Gen.Int[1, 20]).Sample((scores, k) =>
        {
            var top = new TopK(k);
            for (var ordinal = 0; ordinal < scores.Length; ordinal++)
            {
                top.Offer(scores[ordinal], ordinal);
            }

            var (ordinals, values) = (new int[k], new float[k]);
            var count = top.DrainUnordered(ordinals, values);
            Assert.Equal(Expected(scores, k).Order(), ordinals.Take(count).Order());
            Assert.Equal(ordinals.Take(count).Select(i => scores[i]), values.Take(count));
            Assert.Equal((0, float.NegativeInfinity), (top.Count, top.Threshold));
        });

    [Fact]
    public void Can_be_used_again_for_another_k()
    {
        var top = new TopK(1);
        top.Offer(9, 9);
        top.Clear(2);
        top.Offer(1, 1);
        top.Offer(3, 3);
        top.Offer(2, 2);
        var ordinals = new int[2];
        Assert.Equal(2, top.Drain(ordinals, new float[2]));
        Assert.Equal([3, 2], ordinals);
    }

    private static IEnumerable<int> Expected(IEnumerable<float> scores, int k) =>
        scores.Select((score, ordinal) => (score, ordinal)).Where(pair => !float.IsNaN(pair.score))
            .OrderByDescending(pair => pair.score).ThenBy(pair => pair.ordinal).Select(pair => pair.ordinal).Take(k);
}
