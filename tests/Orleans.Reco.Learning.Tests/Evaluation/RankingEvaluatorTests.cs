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

    [Fact]
    public void SlicesRankAgainstAllItemsButCountTheirOwnTargets()
    {
        // Items 1 and 2 have many events, the others none; user 1 has a long history.
        var train = TestShop.Dataset(
            Enumerable.Range(0, 10).SelectMany(i => new[] { (0, 1, 1, (long)i), (1, 2, 1, (long)i) }), users: 2, items: 8);
        EvaluationCase[] cases = [new(0, train.HistoryOf(0)[..1], [2, 8]), new(1, train.HistoryOf(1), [1])];
        var model = PopularityModel.FromScores(new float[] { 8, 7, 6, 5, 4, 3, 2, 1 });
        var evaluation = new RankingEvaluator(cases, Enumerable.Repeat(true, 8).ToArray())
            .EvaluateInDetail(model, new ItemStatistics(train), TestContext.Current.CancellationToken);
        SliceMetrics Slice(string start) => evaluation.Slices.Single(s => s.Slice.StartsWith(start, StringComparison.Ordinal));
        Assert.Equal((1, 1), (Slice("cold users").Users, Slice("warm users").Users));
        Assert.Equal((1, 1 / Math.Log2(8)), (Slice("cold items").Users, Slice("cold items").Ndcg10));
        Assert.Equal((2, 1.0), (Slice("popular items").Users, Slice("popular items").Ndcg10));
        Assert.Equal([1, 1, 2, 2, 2, 2, 2, 2], evaluation.Exposure);
        Assert.Equal(evaluation.Metrics.Ndcg10, evaluation.PerUser[RankingMeasure.Ndcg, 10].Average(), 12);
    }

    [Fact]
    public void SampledRankingIsHigherAndSaysSo()
    {
        var data = TestShop.Dataset();
        var split = LeaveOneOutSplit.Create(data);
        var model = PopularityModel.Fit(split.TrainAndValidation, long.MaxValue);
        var evaluator = new RankingEvaluator(split.Test, split.Candidates);
        var (full, sampled) = (evaluator.Evaluate(model), evaluator.EvaluateSampled(model, negatives: 12));
        Assert.True(sampled.Ndcg10 > 1.5 * full.Ndcg10, $"{sampled.Ndcg10} sampled, {full.Ndcg10} full");
        Assert.Null(full.Sampling);
        Assert.Contains("12 uniformly drawn items", sampled.Sampling, StringComparison.Ordinal);
        Assert.Equal(sampled.Ndcg10, evaluator.EvaluateSampled(model, negatives: 12).Ndcg10);
        Assert.Equal(full.Ndcg10, evaluator.EvaluateSampled(model, negatives: 1_000).Ndcg10, 12);
    }

    [Fact]
    public void AModelInAnotherVocabularyIsMeasuredOnTheSameItems()
    {
        var data = TestShop.Dataset();
        var known = data.WithVocabulary([.. data.Items.Reverse().Take(40)], [data.Types[1], data.Types[0]]);
        int[] items = [.. Enumerable.Range(0, 50).Select(i => i < 10 ? 0 : 50 - i)];
        var model = RemappedModel.Create(ItemKnnModel.Fit(known, long.MaxValue), items, [2, 1]);
        var scores = new float[data.Items.Count];
        model.Score([data.HistoryOf(3)], scores);
        Assert.Equal(10, scores.Count(float.IsNaN));
        var own = new float[40];
        ItemKnnModel.Fit(known, long.MaxValue).Score([known.HistoryOf(3)], own);
        Assert.Equal(own.Reverse(), scores[10..]);
    }
}
