using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>The order of results: score, highest first; of equal scores the lower ordinal first.</summary>
internal static class CandidateOrder
{
    private const float StepBelow = 1e-3f;

    [ThreadStatic]
    private static CandidateSort? _sort;

    /// <summary>Sorts the first candidates of a list.</summary>
    public static void SortBestFirst(List<ScoredCandidate> candidates, int count) =>
        (_sort ??= new CandidateSort()).Sort(CollectionsMarshal.AsSpan(candidates)[..count]);

    /// <summary>Appends candidates without a score of their own, in their order, each with a score below the one before it.</summary>
    public static void AppendBelow(List<ScoredCandidate> sorted, List<ScoredCandidate> others)
    {
        var count = sorted.Count;
        sorted.AddRange(others);
        ScoreBelow(sorted, count);
    }

    /// <summary>Gives candidates from a position on, in the order that they have, scores below the one before that position.</summary>
    public static void ScoreBelow(List<ScoredCandidate> candidates, int from)
    {
        var floor = from > 0 ? candidates[from - 1].Score : 0;
        var step = StepBelow * MathF.Max(1, MathF.Abs(floor));
        for (var i = from; i < candidates.Count; i++)
        {
            candidates[i] = candidates[i] with { Score = floor - (step * (i - from + 1)) };
        }
    }

    /// <summary>
    /// The best <paramref name="count"/>, of which at the end up to <paramref name="reserved"/> places each go to the best of trending
    /// and of new.
    /// </summary>
    public static ScoredCandidate[] Select(List<ScoredCandidate> sorted, int count, int reserved)
    {
        var span = CollectionsMarshal.AsSpan(sorted);
        if (span.Length <= count)
        {
            return span.ToArray();
        }

        var first = count - (2 * reserved);
        var selected = new ScoredCandidate[count];
        span[..first].CopyTo(selected);
        var (trending, fresh) = (Count(span[first..], CandidateSource.Trending, reserved), Count(span[first..], CandidateSource.New, reserved));
        var others = count - first - trending - fresh;
        for (var (from, to) = (first, first); to < count; from++)
        {
            // Those beyond the reserved number compete with all others.
            ref var left = ref others;
            if (span[from].Source == CandidateSource.Trending && trending > 0)
            {
                left = ref trending;
            }
            else if (span[from].Source == CandidateSource.New && fresh > 0)
            {
                left = ref fresh;
            }

            if (left > 0)
            {
                selected[to++] = span[from];
                left--;
            }
        }

        return selected;
    }

    private static int Count(ReadOnlySpan<ScoredCandidate> candidates, CandidateSource source, int most)
    {
        var count = 0;
        for (var i = 0; i < candidates.Length && count < most; i++)
        {
            count += candidates[i].Source == source ? 1 : 0;
        }

        return count;
    }
}
