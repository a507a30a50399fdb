using CsCheck;

namespace Orleans.Reco.Inference.Tests;

public class CandidateSortTests
{
    // Few different scores, so that many are equal; zeros of both signs, which are equal, and numbers that only their last bits tell apart.
    private static readonly Gen<float> Scores = Gen.OneOf(
        Gen.Const(0f), Gen.Const(-0f), Gen.Int[-3, 3].Select(n => (float)n), Gen.Float[-1, 1], Gen.Int[0, 5].Select(n => BitConverter.Int32BitsToSingle(0x3F800000 + n)),
        Gen.Const(float.MaxValue), Gen.Const(float.NegativeInfinity));

    [Fact]
    public void SortsAsAComparisonWould()
    {
        var sort = new CandidateSort();
        Scores.Array[0, 1500].Sample(
            scores =>
            {
                // Ordinals that no two share, in no order, each with something of its own.
                ScoredCandidate[] candidates =
                    [.. scores.Select((score, i) => new ScoredCandidate((i * 7919) % 10_007, score, i, (CandidateSource)(i % 5)))];
                var expected = candidates.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Ordinal).ToArray();
                sort.Sort(candidates);
                Assert.Equal(expected, candidates);
            },
            threads: 1);
    }
}
