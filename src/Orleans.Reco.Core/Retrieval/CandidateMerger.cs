namespace Orleans.Reco.Core;

/// <summary>
/// The union of what several sources found, each item once: with the source that says the most of the user, which is the one with
/// the lowest code, with that source's score, and with the history item that brought it, if any source named one. Reusable;
/// not thread-safe.
/// </summary>
public sealed class CandidateMerger
{
    private readonly OrdinalTable<ScoredCandidate> _candidates = new();

    /// <summary>The candidates in the order in which they were first found.</summary>
    public ReadOnlySpan<ScoredCandidate> Candidates => _candidates.Values;

    /// <summary>The number of candidates.</summary>
    public int Count => _candidates.Count;

    /// <summary>Forgets all candidates.</summary>
    public void Clear() => _candidates.Clear();

    /// <summary>Adds what a source found.</summary>
    /// <returns>True if no source had found the item before.</returns>
    public bool Add(ScoredCandidate candidate)
    {
        ref var known = ref _candidates.GetOrAdd(candidate.Ordinal, out var exists);
        if (!exists)
        {
            known = candidate;
            return true;
        }

        var (better, other) = IsBetter(candidate, known) ? (candidate, known) : (known, candidate);
        known = better.Because == HistoryEvent.NoItem ? better with { Because = other.Because } : better;
        return false;
    }

    /// <summary>Adds what a source found, best first, without scores.</summary>
    /// <param name="ordinals">The items.</param>
    /// <param name="source">The source.</param>
    /// <param name="filter">What the query lets through.</param>
    /// <param name="count">How many new candidates are wanted from the source.</param>
    public void Add(ReadOnlySpan<int> ordinals, CandidateSource source, CandidateFilter filter, int count)
    {
        ArgumentNullException.ThrowIfNull(filter);
        foreach (var ordinal in ordinals)
        {
            if (count <= 0)
            {
                return;
            }

            if (filter.Allows(ordinal) && Add(new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, source)))
            {
                count--;
            }
        }
    }

    private static bool IsBetter(in ScoredCandidate candidate, in ScoredCandidate known) =>
        candidate.Source != known.Source ? candidate.Source < known.Source : candidate.Score > known.Score;
}
