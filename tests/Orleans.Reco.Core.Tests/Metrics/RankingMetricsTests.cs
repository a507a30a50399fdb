using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class RankingMetricsTests
{
    private static readonly Gen<(int[] Ranked, HashSet<int> Relevant, int K)> Cases =
        Gen.Select(Gen.Int[0, 30].HashSet[0, 20], Gen.Int[0, 30].HashSet[0, 8], Gen.Int[1, 25])
            .Select((ranked, relevant, k) => (ranked.ToArray(), relevant, k));

    [Fact]
    public void Equal_the_formulas() => Cases.Sample(test =>
    {
        var (ranked, relevant, k) = test;
        var top = ranked.Take(k).ToArray();
        var hits = top.Count(relevant.Contains);
        var gain = top.Select((item, i) => relevant.Contains(item) ? 1 / Math.Log2(i + 2) : 0).Sum();
        var ideal = Enumerable.Range(0, Math.Min(k, relevant.Count)).Sum(i => 1 / Math.Log2(i + 2));
        var first = Array.FindIndex(top, relevant.Contains);

        Assert.Equal(hits > 0 ? 1 : 0, RankingMetrics.HitRate(ranked, relevant, k));
        Assert.Equal(relevant.Count == 0 ? 0 : (double)hits / relevant.Count, RankingMetrics.Recall(ranked, relevant, k), 1e-12);
        Assert.Equal(ideal == 0 ? 0 : gain / ideal, RankingMetrics.Ndcg(ranked, relevant, k), 1e-12);
        Assert.Equal(first < 0 ? 0 : 1.0 / (first + 1), RankingMetrics.ReciprocalRank(ranked, relevant, k), 1e-12);
    });

    [Fact]
    public void Lie_in_0_to_1_and_grow_with_k_where_they_must() => Cases.Sample(test =>
    {
        var (ranked, relevant, k) = test;
        double[] At(int k) =>
        [
            RankingMetrics.HitRate(ranked, relevant, k),
            RankingMetrics.Recall(ranked, relevant, k),
            RankingMetrics.ReciprocalRank(ranked, relevant, k),
        ];
        Assert.All(At(k).Append(RankingMetrics.Ndcg(ranked, relevant, k)), value => Assert.InRange(value, 0, 1 + 1e-12));
        Assert.All(At(k).Zip(At(k + 1)), pair => Assert.True(pair.First <= pair.Second));
    });

    [Fact]
    public void A_perfect_ranking_has_an_ndcg_of_1() => Gen.Int[0, 30].HashSet[1, 10].Sample(relevant =>
        Assert.Equal(1, RankingMetrics.Ndcg([.. relevant, 99, 98], relevant, 10), 1e-12));

    [Fact]
    public void For_one_relevant_item_both_forms_agree() =>
        Gen.Select(Gen.Int[0, 30].HashSet[1, 20], Gen.Int[0, 30], Gen.Int[1, 25]).Sample((set, item, k) =>
        {
            var ranked = set.ToArray();
            var rank = Array.IndexOf(ranked, item) + 1;
            HashSet<int> relevant = [item];
            Assert.Equal(RankingMetrics.HitRate(ranked, relevant, k), RankingMetrics.HitRate(rank, k));
            Assert.Equal(RankingMetrics.Ndcg(ranked, relevant, k), RankingMetrics.Ndcg(rank, k), 1e-12);
            Assert.Equal(RankingMetrics.ReciprocalRank(ranked, relevant, k), RankingMetrics.ReciprocalRank(rank, k));
        });

    [Fact]
    public void A_rank_counts_equal_scores_against_the_item() =>
        Gen.Select(Gen.Int[0, 4].Select(i => (float)i).Array[1, 20], Gen.Int[0, 19]).Sample((scores, index) =>
        {
            var item = index % scores.Length;
            Assert.Equal(scores.Count(score => score >= scores[item]), RankingMetrics.RankOf(scores, item));
        });

    [Fact]
    public void A_score_that_is_not_a_number_has_no_rank() => Assert.Equal(0, RankingMetrics.RankOf([1, float.NaN], 1));
}
