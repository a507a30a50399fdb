using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class CandidateMergerTests
{
    private static readonly Gen<ScoredCandidate[]> Found =
        Gen.Select(Gen.Int[0, 9], Gen.Float[-1, 1], Gen.Int[-1, 3], Gen.Int[0, 4])
            .Select((ordinal, score, because, source) => new ScoredCandidate(ordinal, score, because, (CandidateSource)source))
            .Array[0, 40];

    [Fact]
    public void Is_the_union_with_the_best_source_and_a_reason_where_any_source_had_one() => Found.Sample(found =>
    {
        var merger = new CandidateMerger();
        var added = found.Count(candidate => merger.Add(candidate));
        var candidates = merger.Candidates.ToArray();
        Assert.Equal(merger.Count, added);
        Assert.Equal(found.Select(candidate => candidate.Ordinal).Distinct(), candidates.Select(candidate => candidate.Ordinal));
        Assert.All(candidates, merged =>
        {
            var same = found.Where(candidate => candidate.Ordinal == merged.Ordinal).ToArray();
            var best = same.Min(candidate => candidate.Source);
            Assert.Equal(best, merged.Source);
            Assert.Equal(same.Where(candidate => candidate.Source == best).Max(candidate => candidate.Score), merged.Score);
            Assert.Equal(same.Any(candidate => candidate.Because >= 0), merged.Because >= 0);
        });
    });

    [Fact]
    public void A_list_gives_as_many_new_candidates_as_wanted()
    {
        var merger = new CandidateMerger();
        merger.Add(new ScoredCandidate(1, 5, HistoryEvent.NoItem, CandidateSource.Personal));
        merger.Add([1, 2, 3, 4, 5], CandidateSource.Popular, new CandidateFilter(null, 0, new[] { 3 }), 2);
        Assert.Equal([1, 2, 4], merger.Candidates.ToArray().Select(candidate => candidate.Ordinal));
        Assert.Equal(CandidateSource.Personal, merger.Candidates[0].Source);
        merger.Clear();
        Assert.Equal(0, merger.Count);
    }
}
