using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class MaximalMarginalRelevanceTests
{
    private static readonly Gen<float> Components = Gen.Int[-10, 10].Where(i => i != 0).Select(i => (float)i);
    private static readonly Gen<float> Scores = Gen.Int[0, 1000].Select(i => i / 100f);

    [Fact]
    public void An_item_like_the_first_gives_way_to_one_that_differs()
    {
        var vectors = new ItemVectors([1, 0, 1, 0.01f, 0, 1], 2, [0, 1, 2]);
        Assert.Equal([0, 2, 1], Shown(0.5, vectors, [Items.Candidate(0, 1), Items.Candidate(1, 0.9f), Items.Candidate(2, 0.5f)]));
    }

    [Fact]
    public void Without_vectors_categories_tell_what_is_alike()
    {
        // Items 0 and 2 share a category, 1 does not.
        var candidates = new[] { Items.Candidate(0, 1), Items.Candidate(2, 0.9f), Items.Candidate(1, 0.5f) };
        Assert.Equal([0, 1, 2], Shown(0.5, null, candidates));
    }

    [Fact]
    public void A_list_that_need_not_be_diverse_keeps_its_order()
    {
        var candidates = new[] { Items.Candidate(0, 1), Items.Candidate(2, 0.9f), Items.Candidate(1, 0.5f) };
        Assert.Equal([0, 2, 1], Shown(0.5, null, candidates, diverse: false));
    }

    [Fact]
    public void Equals_the_formula_step_by_step() =>
        Gen.Select(Components.Array[24], Scores.Array[12], Gen.Double[0, 0.99]).Sample((values, scores, lambda) =>
        {
            scores[0] += 20;
            var vectors = new ItemVectors(values, 2, Enumerable.Range(0, 12).ToArray());
            var ranked = scores.Select((score, i) => Items.Candidate(i, score)).OrderByDescending(candidate => candidate.Score);
            var shown = Shown(lambda, vectors, [.. ranked]).ToArray();
            var (low, high) = (scores.Min(), scores.Max());
            for (var place = 0; place < 4; place++)
            {
                double Value(int ordinal) => (lambda * (scores[ordinal] - low) / (high - low))
                    - ((1 - lambda) * shown.Take(place).Select(other => Cosine(vectors, ordinal, other)).DefaultIfEmpty(0).Max());
                Assert.All(shown.Skip(place), other => Assert.True(Value(shown[place]) >= Value(other) - 1e-4));
            }
        });

    private static double Cosine(ItemVectors vectors, int i, int j)
    {
        var a = vectors.Row(i);
        var b = vectors.Row(j);
        var norms = Math.Sqrt((a[0] * a[0]) + (a[1] * a[1])) * Math.Sqrt((b[0] * b[0]) + (b[1] * b[1]));
        return norms == 0 ? 0 : Math.Max(0, ((a[0] * b[0]) + (a[1] * b[1])) / norms);
    }

    private static IEnumerable<int> Shown(double lambda, ItemVectors? vectors, ScoredCandidate[] candidates, bool diverse = true)
    {
        var list = new CandidateList();
        list.Items.AddRange(candidates);
        new MaximalMarginalRelevance(lambda, 4).Apply(list, new ReRankingContext
        {
            View = Items.View(12, 2),
            Now = Items.Now,
            Count = candidates.Length,
            Vectors = vectors,
            Diverse = diverse,
        });
        return list.Items.Select(candidate => candidate.Ordinal);
    }
}
