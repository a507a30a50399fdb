using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class ListMetricsTests
{
    private static readonly Gen<(int[] Ranked, int[] Relevant)> Lists = Gen.Select(
        Gen.Shuffle(Enumerable.Range(1, 30).ToArray(), 0, 25), Gen.Shuffle(Enumerable.Range(1, 30).ToArray(), 1, 12));

    [Fact]
    public void PerUserMeasuresAreTheirDefinitions() => Lists.Sample((ranked, relevant) =>
    {
        var metrics = new PerUserMetrics(1);
        metrics.Set(0, ranked, relevant.ToHashSet());
        foreach (var k in ModelMetrics.Lengths)
        {
            var hits = ranked.Take(k).Select(i => relevant.Contains(i) ? 1.0 : 0).ToArray();
            double Value(RankingMeasure measure) => metrics[measure, k][0];
            Assert.Equal(hits.Any(h => h > 0) ? 1 : 0, Value(RankingMeasure.HitRate));
            Assert.Equal(hits.Sum() / k, Value(RankingMeasure.Precision), 12);
            Assert.Equal(hits.Sum() / relevant.Length, Value(RankingMeasure.Recall), 12);
            var ideal = Enumerable.Range(1, Math.Min(k, relevant.Length)).Sum(rank => 1 / Math.Log2(rank + 1));
            Assert.Equal(hits.Select((h, i) => h / Math.Log2(i + 2)).Sum() / ideal, Value(RankingMeasure.Ndcg), 12);
            Assert.Equal(hits.Select((h, i) => h / (i + 1)).DefaultIfEmpty().Max(), Value(RankingMeasure.ReciprocalRank), 12);
            var average = hits.Select((h, i) => h * hits.Take(i + 1).Sum() / (i + 1)).Sum() / Math.Min(k, relevant.Length);
            Assert.Equal(average, Value(RankingMeasure.AveragePrecision), 12);
        }
    });

    [Fact]
    public void GiniIsHalfTheMeanDifferenceOverTheMean() => Gen.Double[0, 100].Array[1, 40].Sample(values =>
    {
        var pairs = values.SelectMany(_ => values, (a, b) => Math.Abs(a - b)).Average();
        var expected = values.Sum() == 0 ? 0 : pairs / (2 * values.Average());
        Assert.Equal(expected, ListMetrics.Gini(values), 9);
    });

    [Fact]
    public void LorenzEndsAtTheWholeAndStaysBelowTheDiagonal() => Gen.Double[0.01, 100].Array[1, 40].Sample(values =>
    {
        var curve = ListMetrics.Lorenz(values, values.Length);
        Assert.Equal((0.0, 0.0), curve[0]);
        Assert.Equal(1, curve[^1].Total, 9);
        Assert.All(curve, p => Assert.True(p.Total <= p.Share + 1e-9));
    });
}
