namespace Orleans.Reco.Inference;

/// <summary>The order of results: score, highest first; of equal scores the lower ordinal first.</summary>
internal static class CandidateOrder
{
    private const float StepBelow = 1e-3f;

    public static readonly Comparison<ScoredCandidate> BestFirst = static (a, b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Ordinal.CompareTo(b.Ordinal);

    /// <summary>Appends candidates without a score of their own, in their order, each with a score below the one before it.</summary>
    public static void AppendBelow(List<ScoredCandidate> sorted, IReadOnlyList<ScoredCandidate> others)
    {
        var floor = sorted.Count > 0 ? sorted[^1].Score : 0;
        var step = StepBelow * MathF.Max(1, MathF.Abs(floor));
        for (var i = 0; i < others.Count; i++)
        {
            sorted.Add(others[i] with { Score = floor - (step * (i + 1)) });
        }
    }

    /// <summary>
    /// The best <paramref name="count"/>, of which at the end up to <paramref name="reserved"/> places each go to the best of trending
    /// and of new.
    /// </summary>
    public static ScoredCandidate[] Select(List<ScoredCandidate> sorted, int count, int reserved)
    {
        if (sorted.Count <= count)
        {
            return [.. sorted];
        }

        var selected = sorted.GetRange(0, count - (2 * reserved));
        var picked = new HashSet<int>();
        foreach (var source in (ReadOnlySpan<CandidateSource>)[CandidateSource.Trending, CandidateSource.New])
        {
            var left = reserved;
            for (var i = selected.Count; i < sorted.Count && left > 0; i++)
            {
                if (sorted[i].Source == source)
                {
                    _ = picked.Add(i);
                    left--;
                }
            }
        }

        var first = selected.Count;
        for (var i = first; picked.Count < count - first; i++)
        {
            _ = picked.Add(i);
        }

        selected.AddRange(picked.Order().Select(i => sorted[i]));
        return [.. selected];
    }
}
