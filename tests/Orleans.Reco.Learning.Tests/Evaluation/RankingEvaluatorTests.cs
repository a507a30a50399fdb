using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class RankingEvaluatorTests
{
    [Fact]
    public void TopItemsAreThoseOfASort() =>
        Gen.Select(Gen.Float[0, 1].Array[1, 60], Gen.Int[1, 25]).Sample((scores, count) =>
        {
            var expected = Enumerable.Range(1, scores.Length).Where(i => i != 1).OrderByDescending(i => scores[i - 1]).ThenBy(i => i).Take(count).ToArray();
            Assert.Equal(expected, TopItems.Select(scores.ToArray(), [new DatasetEvent(0, 1, 1, 0, 0)], null, count));
        });

    [Fact]
    public void SeenItemsAndOtherThanCandidatesAreNotRanked()
    {
        var history = new[] { new DatasetEvent(0, 1, 1, 0, 0) };
        var model = PopularityModel.FromScores(new float[] { 9, 8, 7, 6 });
        var evaluator = new RankingEvaluator([new EvaluationCase(0, history, [3]), new EvaluationCase(0, history, [4])], [true, false, true, true]);
        var metrics = evaluator.Evaluate(model, TestContext.Current.CancellationToken);
        Assert.Equal(1, metrics.HitRate10);
        Assert.Equal((1 + 1 / Math.Log2(3)) / 2, metrics.Ndcg10, 9);
        Assert.Equal(metrics.Ndcg10, metrics.Ndcg20, 9);
        Assert.Equal(0.75, metrics.Mrr10, 9);
        Assert.Equal(2.0 / 3, metrics.Coverage10, 9);
    }
}
